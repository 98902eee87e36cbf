import { describe, expect, it } from 'vitest';
import { migrationsOf } from '../testing/migrations-of.ts';
import { migrationStates, refuseMismatch } from './migration-state.ts';

const files = migrationsOf('SELECT 1', 'SELECT 2');
const applied = files.map(({ version, name, checksum }) => ({
  version,
  name,
  checksum,
  appliedAt: '2026-01-01T00:00:00Z',
  contracts: false,
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

  it('accepts what a newer version added, so that one can go back to this version', () => {
    const states = migrationStates(files.slice(0, 1), applied);
    expect(states.map(({ state }) => state)).toEqual(['applied', 'newer']);
    refuseMismatch(states);
  });

  it('refuses a newer version that contracted, and a gap in its own past', () => {
    const contracted = applied.map((row) => ({ ...row, contracts: true }));
    const states = migrationStates(files.slice(0, 1), contracted);
    expect(states.map(({ state }) => state)).toEqual(['applied', 'unknown']);
    expect(() => refuseMismatch(states)).toThrow(
      expect.objectContaining({ code: 'DB_MIGRATION_UNKNOWN' }),
    );
    const gap = migrationStates(files.slice(1), applied);
    expect(() => refuseMismatch(gap)).toThrow(
      expect.objectContaining({ code: 'DB_MIGRATION_UNKNOWN' }),
    );
  });
});
