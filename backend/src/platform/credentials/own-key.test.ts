import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWN_KEY_FILE, readOwnKey } from './own-key.ts';

describe('readOwnKey', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'lexiflow-key-'))));
  afterEach(async () => await rm(folder, { recursive: true, force: true }));

  it('makes a key once, for its owner alone, and answers the same one afterwards', async () => {
    const deep = join(folder, 'data');
    const made = await readOwnKey(deep);
    expect(Buffer.from(made.base64, 'base64').length).toBe(32);
    expect(await readOwnKey(deep)).toEqual(made);
    expect(await readdir(deep)).toEqual([OWN_KEY_FILE]);
    if (process.platform === 'win32') return;
    expect((await stat(join(deep, OWN_KEY_FILE))).mode & 0o777).toBe(0o600);
  });

  it('answers every caller the same key when it is first asked for at the same moment', async () => {
    const [one, other] = await Promise.all([readOwnKey(folder), readOwnKey(folder)]);
    expect(other).toEqual(one);
    expect(await readOwnKey(folder)).toEqual(one);
    expect(await readdir(folder)).toEqual([OWN_KEY_FILE]);
  });

  it('puts no new key in the place of a file that it does not understand', async () => {
    await writeFile(join(folder, OWN_KEY_FILE), 'own:c2hvcnQ=\n');
    await expect(readOwnKey(folder)).rejects.toThrow('does not hold a line');
  });
});
