import { readdirSync } from 'node:fs';
import type { CorpusProgram } from './program.ts';

/** A program as the parent knows it. */
export interface NamedProgram {
  readonly name: string;
  /** URL of its file. */
  readonly file: string;
  readonly program: Omit<CorpusProgram, 'start'>;
}

/** The programs of one folder of the corpus, leaks first, each by its file's name. */
export async function loadPrograms(folder: 'programs' | 'holdout'): Promise<NamedProgram[]> {
  const base = new URL(`${folder}/`, import.meta.url);
  const names = readdirSync(base).filter((file) => file.endsWith('.ts'));
  const loaded = await Promise.all(
    names.sort().map(async (name) => {
      const { href } = new URL(name, base);
      const { program } = (await import(href)) as { program: CorpusProgram };
      return { name: name.replace(/\.ts$/, ''), file: href, program };
    }),
  );
  const isBenign = ({ program }: NamedProgram) => Number(program.verdict === 'benign');
  return loaded.sort((a, b) => isBenign(a) - isBenign(b));
}
