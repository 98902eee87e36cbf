import { describe, expect, it } from 'vitest';
import { migrationsOf } from '../testing/migrations-of.ts';
import { migrationStates, refuseMismatch } from './migration-state.ts';

const files = migrationsOf('SELECT 1', 'SELECT 2');
const applied = files.map(({ version, name, checksum }) => ({
  version,
  name,
  checksum,
  appliedAt: '2026-01-01T00:00:00Z',
}));

describe('migrationStates', () => {
  it('tells applied from pending', () => {
    const states = migrationStates(files, applied.slice(0, 1));
    expect(states.map(({ state }) => state)).toEqual(['applied', 'pending']);
    refuseMismatch(states);
  });

  it('tells a file that was changed after it had been applied', () => {
    const states = migrationStates(migrationsOf('SELECT 1', 'SELECT 22'), applied);
    expect(states.map(({ state }) => state)).toEqual(['applied', 'changed']);
    expect(() => refuseMismatch(states)).toThrow(
      expect.objectContaining({
        code: 'DB_MIGRATION_CHANGED',
        message: 'changed since applied: 0002-step',
      }),
    );
  });

  it('tells a migration of a newer version', () => {
    const states = migrationStates(files.slice(0, 1), applied);
    expect(states.map(({ state }) => state)).toEqual(['applied', 'unknown']);
    expect(() => refuseMismatch(states)).toThrow(
      expect.objectContaining({ code: 'DB_MIGRATION_UNKNOWN' }),
    );
  });
});
