import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { databaseErrors } from '../database.errors.ts';

/** One migration as it stands on disk. */
export interface MigrationFile {
  readonly version: number;
  readonly name: string;
  readonly fileName: string;
  readonly sql: string;
  /** SHA-256 of the text, line ends as `\n`. */
  readonly checksum: string;
  /** True when servers that do not know it cannot work beside it; it says so in a line of its own. */
  readonly contracts: boolean;
}

const contractLine = /^-- contract:/m;
const pattern = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.sql$/;

/** Where the migrations of this server stand, in the sources and beside a build. */
export const migrationsFolder = fileURLToPath(new URL('../../../../migrations/', import.meta.url));

/** Reads all migrations in order. Rejects `DB_MIGRATION_NAME` for a wrong name, gap or repeat. */
export async function readMigrations(folder = migrationsFolder): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
  return names.map((name, index) => migrationFile(name, texts[index] ?? '', index + 1));
}

/** A migration of a given text. Throws `DB_MIGRATION_NAME` unless it is named for its place. */
export function migrationFile(fileName: string, text: string, expected: number): MigrationFile {
  const [, digits = '', name = ''] = pattern.exec(fileName) ?? [];
  if (Number(digits) !== expected) {
    const wanted = `${String(expected).padStart(4, '0')}-name.sql`;
    throw databaseErrors.migrationName(
      digits !== '' && Number(digits) < expected
        ? `${fileName} takes a number that an earlier file has; the next free one is ${wanted}`
        : `${fileName} stands where ${wanted} is expected`,
    );
  }
  const sql = text.replaceAll('\r\n', '\n');
  const checksum = createHash('sha256').update(sql).digest('hex');
  return { version: expected, name, fileName, sql, checksum, contracts: contractLine.test(sql) };
}
