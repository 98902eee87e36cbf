import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMigrations } from './migration-file.ts';
import { newMigration } from './new-migration.ts';

describe('newMigration', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lexiflow-migrations-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('writes files that are read in order', async () => {
    expect(await newMigration('AddCourtNames', folder)).toBe(
      join(folder, '0001-add-court-names.sql'),
    );
    expect(await newMigration('  drop: old Names! ', folder)).toBe(
      join(folder, '0002-drop-old-names.sql'),
    );
    const files = await readMigrations(folder);
    expect(files.map(({ name }) => name)).toEqual(['add-court-names', 'drop-old-names']);
  });

  it('tells the author about expand and contract', async () => {
    const text = await readFile(await newMigration('x', folder), 'utf8');
    expect(text).toMatch(/^-- X\.\n.*expand:.*contract:/s);
    expect(text).toMatch(/^(--.*)?$/m);
  });

  it.each(['', '!!', '../..', 'x'.repeat(81)])('refuses the name %j', async (name) => {
    await expect(newMigration(name, folder)).rejects.toMatchObject({ code: 'DB_MIGRATION_NAME' });
  });
});
