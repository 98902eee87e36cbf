import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

/** Folder of the whole project. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** A file whose whole content is made by a tool; `path` is relative to the project. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Markdown in the project's own format, so that the format check and the generator agree. */
export function formatMarkdown(text: string): Promise<string> {
  return format(text, { parser: 'markdown', printWidth: 100, singleQuote: true });
}

/** Writes every file that differs and answers the paths that did. */
export function writeFiles(files: readonly GeneratedFile[]): string[] {
  const stale = staleFiles(files);
  for (const { path, text } of stale) writeFileSync(join(projectFolder, path), text);
  return stale.map((file) => file.path);
}

/** The files whose content on disk is missing or not what the tool makes. */
export function staleFiles(files: readonly GeneratedFile[]): GeneratedFile[] {
  return files.filter(({ path, text }) => readOrNull(path) !== text);
}

/** The content of a project file, or null where there is none. */
export function readOrNull(path: string): string | null {
  try {
    return readFileSync(join(projectFolder, path), 'utf8');
  } catch {
    return null;
  }
}
