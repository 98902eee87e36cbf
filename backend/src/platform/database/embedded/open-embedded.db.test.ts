import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedded } from './open-embedded.ts';

/** Mounts a small file system on a folder; false where that is not allowed. */
function mount(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('openEmbedded', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'lexiflow-open-'));
    folder = join(parent, 'data', 'database');
  });

  afterEach(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  it('makes a new folder, keeps its rows over a restart, and lets nobody else in', async () => {
    const first = await openEmbedded(folder);
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'DB_FOLDER_LOCKED' });
    const pool = new pg.Pool(first.connection);
    await pool.query('CREATE TABLE things AS SELECT 1 AS n');
    await pool.end();
    await first.close();

    const second = await openEmbedded(folder);
    const client = new pg.Client(second.connection as pg.ClientConfig);
    await client.connect();
    expect((await client.query('SELECT n FROM things')).rows).toEqual([{ n: 1 }]);
    await client.end();
    await second.close();
  });

  it('refuses a folder that is a file', async () => {
    await writeFile(join(parent, 'data'), 'not a folder');
    await expect(openEmbedded(folder)).rejects.toMatchObject({
      code: 'DB_FOLDER_UNUSABLE',
      message: expect.stringContaining(folder) as string,
    });
  });

  it('refuses a folder that holds something else, and touches nothing', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'letter.txt'), 'Dear');
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'DB_FOLDER_UNUSABLE' });
  });

  it('names the version of a folder that belongs to another one', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'PG_VERSION'), '12\n');
    await expect(openEmbedded(folder)).rejects.toMatchObject({
      code: 'DB_ENGINE_FAILED',
      message: expect.stringContaining('belongs to PostgreSQL 12') as string,
    });
  });

  it('refuses a folder whose database is damaged, and gives the lock back', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'PG_VERSION'), '18\n');
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'DB_ENGINE_FAILED' });
    await rm(folder, { recursive: true });
    const again = await openEmbedded(folder);
    await again.close();
  });

  it('refuses a read-only folder (needs the right to mount)', async ({ skip }) => {
    const data = join(parent, 'data');
    await mkdir(data);
    if (!mount(data, 'ro')) skip('mounting a file system is not allowed here');
    try {
      await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'DB_FOLDER_UNUSABLE' });
    } finally {
      execFileSync('umount', [data]);
    }
  });

  it('refuses a disk without room (needs the right to mount)', async ({ skip }) => {
    const data = join(parent, 'data');
    await mkdir(data);
    if (!mount(data, 'size=8k')) skip('mounting a file system is not allowed here');
    try {
      await writeFile(join(data, 'filler'), 'x'.repeat(8192));
      await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'DB_DISK_FULL' });
    } finally {
      execFileSync('umount', [data]);
    }
  });

  it('says so when the disk fills up, and keeps what was committed (needs the right to mount)', async ({
    skip,
  }) => {
    const data = join(parent, 'data');
    await mkdir(data);
    if (!mount(data, 'size=80m')) skip('mounting a file system is not allowed here');
    try {
      const { connection, close } = await openEmbedded(folder);
      const pool = new pg.Pool(connection);
      pool.on('error', () => {});
      pool.on('connect', (client) => client.on('error', () => {}));
      await pool.query('CREATE TABLE filler (n int, text text)');
      // Digests: what repeats would be stored compressed.
      const insert = `INSERT INTO filler SELECT $1,
        (SELECT string_agg(md5(format('%s %s %s', $1::int, row, part)), '') FROM generate_series(1, 60) AS part)
        FROM generate_series(1, 1000) AS row`;
      let committed = 0;
      let failure: unknown = null;
      while (failure === null && committed < 200) {
        await pool.query(insert, [committed]).then(
          () => (committed += 1),
          (error: unknown) => (failure = error),
        );
      }
      const { rows } = await pool.query('SELECT count(DISTINCT n)::int AS n FROM filler');
      await pool.end();
      await close();
      expect(failure).toMatchObject({ code: '53100' });
      expect(rows).toEqual([{ n: committed }]);
    } finally {
      execFileSync('umount', [data]);
    }
  });
});
