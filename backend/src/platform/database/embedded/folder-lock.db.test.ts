import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderLock } from './folder-lock.ts';
import { processStart } from './process-start.ts';

const locked = { code: 'DB_FOLDER_LOCKED' };

describe('FolderLock', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lexiflow-lock-'));
    path = join(folder, 'database.lock');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (holder: object): Promise<void> => {
    await writeFile(path, JSON.stringify({ since: '2026-01-01T00:00:00Z', ...holder }));
  };

  it('is held by one at a time and leaves nothing behind', async () => {
    const lock = await FolderLock.take(path);
    await expect(FolderLock.take(path)).rejects.toMatchObject(locked);
    await lock.release();
    const next = await FolderLock.take(path);
    await next.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('names who holds it', async () => {
    await using _lock = await FolderLock.take(path);
    await expect(FolderLock.take(path)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  });

  it('is taken over from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await write({ pid: child.pid, host: hostname(), start: null });
    const lock = await FolderLock.take(path);
    await lock.release();
  });

  it.skipIf(processStart(process.pid) === null)(
    'is taken over when the pid belongs to a later process',
    async () => {
      await write({ pid: process.pid, host: hostname(), start: 'another-boot:1' });
      const lock = await FolderLock.take(path);
      await lock.release();
    },
  );

  it('is taken over when its content is torn', async () => {
    await writeFile(path, '{"pid": 12');
    const lock = await FolderLock.take(path);
    await lock.release();
  });

  it('is taken over from another host that has been silent', async () => {
    await write({ pid: 1, host: 'another-container', start: null });
    const past = new Date(Date.now() - 20_000);
    await utimes(path, past, past);
    const lock = await FolderLock.take(path);
    await lock.release();
  });

  it('is left to another host that shows signs of life', async () => {
    await write({ pid: 1, host: 'another-container', start: null });
    const beat = setInterval(() => void utimes(path, new Date(), new Date()), 100);
    await expect(FolderLock.take(path)).rejects.toMatchObject(locked);
    clearInterval(beat);
  });

  it('goes to exactly one of many who find a stale one', async () => {
    await write({ pid: 999_999_999, host: hostname(), start: null });
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () => FolderLock.take(path)),
    );
    const won = attempts.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject(locked);
      else await attempt.value.release();
    }
  });
});
