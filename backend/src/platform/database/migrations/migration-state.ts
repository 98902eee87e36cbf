import { databaseErrors } from '../database.errors.ts';
import type { MigrationFile } from './migration-file.ts';

/** One row of `schema_migrations`. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly appliedAt: string;
  readonly contracts: boolean;
}

/** A migration seen from both sides. */
export interface MigrationState {
  readonly version: number;
  readonly name: string;
  /** `newer`: applied by a later version that left this one able to work. */
  readonly state: 'applied' | 'pending' | 'changed' | 'newer' | 'unknown';
  readonly appliedAt: string | null;
}

/** Compares the files with what the database says was applied. */
export function migrationStates(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationState[] {
  const rows = new Map(applied.map((row) => [row.version, row]));
  const known = files.map(({ version, name, checksum }): MigrationState => {
    const row = rows.get(version);
    rows.delete(version);
    if (row === undefined) return { version, name, state: 'pending', appliedAt: null };
    const state = row.checksum === checksum ? 'applied' : 'changed';
    return { version, name, state, appliedAt: row.appliedAt };
  });
  const newest = files.at(-1)?.version ?? 0;
  const unknown = [...rows.values()].map((row): MigrationState => {
    const { version, name, appliedAt } = row;
    const state = version > newest && !row.contracts ? 'newer' : 'unknown';
    return { version, name, state, appliedAt };
  });
  return [...known, ...unknown].sort((a, b) => a.version - b.version);
}

/**
 * Throws `DB_MIGRATION_CHANGED` or `DB_MIGRATION_UNKNOWN` when the two sides do not fit. What a later
 * version added without contracting fits: a version that is rolled back to must start.
 */
export function refuseMismatch(states: readonly MigrationState[]): void {
  const names = (state: MigrationState['state']): string =>
    states
      .filter((entry) => entry.state === state)
      .map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}`)
      .join(', ');
  const changed = names('changed');
  if (changed !== '') throw databaseErrors.migrationChanged(`changed since applied: ${changed}`);
  const unknown = names('unknown');
  if (unknown !== '') throw databaseErrors.migrationUnknown(`not known here: ${unknown}`);
}
