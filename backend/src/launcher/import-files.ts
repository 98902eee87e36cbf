import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { Refusal } from './refusal.ts';

/** A file to import, with its size and what it says it is. */
export interface ImportFile {
  readonly path: string;
  /** Name for messages. */
  readonly name: string;
  readonly bytes: number;
  readonly contentType: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
};

/**
 * The files that words on the command line name; a folder stands for the files in it, by name.
 * Throws `Refusal` for a file that is not there, cannot be read, or is of another kind.
 */
export function importFiles(words: readonly string[], folder: string): ImportFile[] {
  return words.flatMap((word) => {
    const path = resolve(folder, word);
    const found = statOf(path, word);
    if (!found.isDirectory()) return [fileOf(path, word, found.size)];
    const inside = readdirSync(path)
      .filter((name) => extname(name) in contentTypes)
      .toSorted();
    if (inside.length === 0) throw new Refusal(`${word} holds no .json or .ndjson file`, 64);
    return inside.map((name) =>
      fileOf(join(path, name), name, statOf(join(path, name), name).size),
    );
  });
}

function fileOf(path: string, word: string, bytes: number): ImportFile {
  const contentType = contentTypes[extname(path).toLowerCase()];
  if (contentType === undefined) {
    const hint = path.endsWith('.gz') ? '; unpack it first' : '';
    throw new Refusal(`${word} is neither .json nor .ndjson${hint}`, 64);
  }
  return { path, name: basename(path), bytes, contentType };
}

function statOf(path: string, word: string): { size: number; isDirectory(): boolean } {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      code === 'ENOENT' ? `there is no file ${word}` : `${word} cannot be read (${code})`,
      64,
    );
  }
}
