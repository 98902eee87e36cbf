import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimDataFolder } from './data-folder.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-data-'));
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

it('creates a missing folder for this user alone and marks it', () => {
  const path = join(folder, 'a', 'b');
  expect(claimDataFolder(path)).toBeNull();
  expect(readdirSync(path)).toEqual(['lexiflow.json']);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it('accepts its own folder again, whatever it holds', () => {
  expect(claimDataFolder(folder)).toBeNull();
  writeFileSync(join(folder, 'anything'), '');
  expect(claimDataFolder(folder)).toBeNull();
});

it('accepts what a server started without the launcher left there', () => {
  mkdirSync(join(folder, 'database'));
  writeFileSync(join(folder, 'database.lock'), '');
  writeFileSync(join(folder, 'local-token'), '');
  expect(claimDataFolder(folder)).toBeNull();
});

it('refuses a folder of something else and leaves it untouched', () => {
  for (const name of ['photo.jpg', 'letter.txt']) writeFileSync(join(folder, name), '');
  expect(claimDataFolder(folder)).toBe(
    `DATA_DIR ${folder} holds files that are not LexiFlow's (letter.txt, photo.jpg): choose an empty folder`,
  );
  expect(readdirSync(folder).sort()).toEqual(['letter.txt', 'photo.jpg']);
});

it('refuses a file in its place', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect(claimDataFolder(path)).toBe(`DATA_DIR ${path} is a file, not a folder`);
  expect(claimDataFolder(join(path, 'below'))).toContain('cannot be used: ENOTDIR');
});

it.skipIf(process.getuid?.() === 0)('refuses a folder that this user cannot write', () => {
  chmodSync(folder, 0o500);
  expect(claimDataFolder(folder)).toContain('cannot be written by this user');
});

it.runIf(process.platform === 'linux')(
  'returns where the kernel makes no folders for anyone',
  () => {
    expect(claimDataFolder('/proc/lexiflow/data')).toContain(
      'DATA_DIR /proc/lexiflow/data cannot be',
    );
  },
);
