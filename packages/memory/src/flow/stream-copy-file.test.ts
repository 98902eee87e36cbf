import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { streamCopyFile } from './stream-copy-file.ts';

let folder: string;
let source: string;
let dest: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copy-'));
  source = join(folder, 'source');
  dest = join(folder, 'dest');
});

afterEach(() => rm(folder, { recursive: true }));

describe('copying a file', () => {
  test.each([0, 1, 4096, 4097, 300_000])(
    'of %i bytes gives an equal one and answers its size',
    async (size) => {
      const bytes = randomBytes(size);
      await writeFile(source, bytes, { mode: 0o640 });
      expect(await streamCopyFile(source, dest, 4096, { isDurable: true })).toBe(size);
      expect((await readFile(dest)).equals(bytes)).toBe(true);
      expect((await stat(dest)).mode & 0o777).toBe(0o640);
      expect(await readdir(folder)).toEqual(['dest', 'source']);
    },
  );

  it('replaces a former file only when all is written', async () => {
    await writeFile(source, randomBytes(200_000));
    await writeFile(dest, 'former');
    const abort = new AbortController();
    let grown = 0;
    const account = {
      grow: (bytes: number) => {
        grown += bytes;
        // Copying has begun when the buffer is charged; the first piece is still written.
        queueMicrotask(() => abort.abort(new Error('stopped')));
        return true;
      },
      shrink: (bytes: number) => void (grown -= bytes),
      reserve: async () => ({ ok: true }) as const,
    };
    const copying = streamCopyFile(source, dest, 4096, { signal: abort.signal, account });
    await expect(copying).rejects.toThrowError('stopped');
    expect(await readFile(dest, 'utf8')).toBe('former');
    expect(await readdir(folder)).toEqual(['dest', 'source']);
    expect(grown).toBe(0);
  });

  it('leaves nothing behind when the source is not there or the place cannot be taken', async () => {
    await expect(streamCopyFile(source, dest)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(source, 'x');
    await expect(streamCopyFile(source, folder)).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder)).toEqual(['source']);
    expect((await readdir(join(folder, '..'))).filter((name) => name.includes('.partial'))).toEqual(
      [],
    );
  });

  it('says how far it came when copying fails', async () => {
    const reading = streamCopyFile(folder, dest);
    await expect(reading).rejects.toMatchObject({ code: 'EISDIR', byteOffset: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([0, 100, 4096.5, 1e9])('refuses pieces of %f bytes', async (chunkBytes) => {
    await expect(streamCopyFile(source, dest, chunkBytes)).rejects.toMatchObject({
      code: 'FLOW_OPTION_INVALID',
    });
  });
});
