import { type MigrationFile, migrationFile } from '../migrations/migration-file.ts';

/** Migrations of the given SQL texts, numbered in order; for tests that want a schema of their own. */
export function migrationsOf(...texts: readonly string[]): MigrationFile[] {
  return texts.map((text, index) =>
    migrationFile(`${String(index + 1).padStart(4, '0')}-step.sql`, text, index + 1),
  );
}
