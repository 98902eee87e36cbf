import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseErrors } from '../database.errors.ts';
import { migrationsFolder } from './migration-file.ts';

const nameLetters = 80;

/** The words of a name, in any case and with any separators, as a file name has them. */
export function migrationSlug(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-');
}

function template(slug: string): string {
  const sentence = slug.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return [
    `-- ${sentence}.`,
    '--',
    '-- Runs in one transaction, while servers of the version before are still at work. So either',
    '--   expand:   add tables, nullable columns or columns with a constant default, indexes; or',
    '--   contract: drop what no running version reads or writes any more, in a later release.',
    '-- A rename is an expand (new name, both written), then a contract (old name dropped).',
    '-- A contract says so in a line that begins with "-- contract:"; without it the version before',
    '-- starts on this schema, which is what a rollback does.',
    '',
    '',
  ].join('\n');
}

/**
 * Writes the file of the next migration and answers its path. Rejects `DB_MIGRATION_NAME` unless the
 * name has 1 to 80 letters and digits.
 */
export async function newMigration(name: string, folder = migrationsFolder): Promise<string> {
  const slug = migrationSlug(name);
  if (slug === '' || slug.length > nameLetters) {
    throw databaseErrors.migrationName(`a name has 1 to ${nameLetters} letters and digits`);
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'));
  const numbers = files.map((file) => Number(file.slice(0, 4)));
  const next = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
  const path = join(folder, `${next}-${slug}.sql`);
  await writeFile(path, template(slug), { flag: 'wx' });
  return path;
}
