import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The project's folder, with a slash at its end. */
export const projectFolder = new URL('../..', import.meta.url).pathname;

/** The text of a project file. */
export function projectText(path: string): string {
  return readFileSync(projectFolder + path, 'utf8');
}

/** The content of a YAML or JSON file of the project; a key written twice throws. */
export function projectYaml<T>(path: string): T {
  return parse(projectText(path), { merge: true }) as T;
}
