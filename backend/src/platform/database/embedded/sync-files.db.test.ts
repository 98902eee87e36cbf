import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { openEmbedded } from './open-embedded.ts';
import { syncFiles } from './sync-files.ts';

type Operations = { fsync?: (stream: { nfd?: number }) => number };

describe('syncFiles', () => {
  it('gives the file layer an fsync that tells success and failure', async () => {
    const operations: Operations = {};
    const fileSystem = { filesystems: { NODEFS: { stream_ops: operations } } };
    syncFiles({ Module: { FS: fileSystem } } as unknown as PGlite);
    const folder = await mkdtemp(join(tmpdir(), 'lexiflow-sync-'));
    const nfd = openSync(join(folder, 'file'), 'w');
    expect(operations.fsync?.({ nfd })).toBe(0);
    expect(operations.fsync?.({})).toBe(0);
    closeSync(nfd);
    // A descriptor that no process may have.
    expect(operations.fsync?.({ nfd: 2 ** 30 })).toBe(29);
    await rm(folder, { recursive: true });
  });

  it('is asked for by a served database at each commit', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'lexiflow-sync-'));
    const { connection, close } = await openEmbedded(join(parent, 'database'));
    const client = new pg.Client(connection as pg.ClientConfig);
    await client.connect();
    const setting = async (name: string): Promise<unknown> =>
      (await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name])).rows;
    expect(await setting('fsync')).toEqual([{ value: 'on' }]);
    expect(await setting('wal_sync_method')).toEqual([{ value: 'fsync' }]);
    expect(await setting('synchronous_commit')).toEqual([{ value: 'on' }]);
    await client.end();
    await close();
    await rm(parent, { recursive: true });
  });
});
