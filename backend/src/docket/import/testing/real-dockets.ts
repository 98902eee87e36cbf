import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folder of real federal dockets, when there is one: `LEXIFLOW_DATA`, or `../shared/data` beside
 * the project. They are public records that the project does not ship.
 */
export const dataFolder: string | null = findFolder();

function findFolder(): string | null {
  const named = process.env['LEXIFLOW_DATA'];
  const folder = named ?? join(import.meta.dirname, '../../../../../../shared/data');
  return existsSync(join(folder, 'dockets')) ? folder : null;
}

/** The real dockets as their files hold them, by name, in the order of the names. */
export function realDockets(): { name: string; text: string }[] {
  if (dataFolder === null) return [];
  const folder = join(dataFolder, 'dockets');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
