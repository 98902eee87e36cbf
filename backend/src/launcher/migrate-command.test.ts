import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { generateMigration } from './migrate-command.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-migrations-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('numbers migrations on from the last one and writes their names with dashes', () => {
  expect(generateMigration('MemoryOptimizationIndices', folder)).toBe(
    join(folder, '0001-memory-optimization-indices.sql'),
  );
  const second = generateMigration('add court  seal', folder);
  expect(second).toBe(join(folder, '0002-add-court-seal.sql'));
  expect(readFileSync(second, 'utf8')).toMatch(/^-- Add court seal\.\n/);
});

it.each(['', '--', '../..', 'x'.repeat(81)])('refuses the name %j', (name) => {
  expect(() => generateMigration(name, folder)).toThrow('needs a name');
});
