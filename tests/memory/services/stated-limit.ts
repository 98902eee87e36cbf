import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8');

/** The value of a bound as docs/limits.md, made from the `*.limits.ts` files, states it. */
export function statedLimit(file: string, bound: string): number {
  const section = page.split('\n## ').find((part) => part.startsWith(`backend/src/${file}\n`));
  const value = new RegExp(`^\\| \`${bound}\` +\\| (\\d+) `, 'm').exec(section ?? '')?.[1];
  if (value === undefined) throw new Error(`docs/limits.md states no ${bound} of ${file}`);
  return Number(value);
}
