import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHolder, takeLock } from './deploy-lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of a deployment', () => {
  it('is refused with the pid of who holds it, and free afterwards', () => {
    const held = takeLock(file);
    expect(takeLock(file)).toMatchObject({ pid: process.pid });
    (held as Disposable)[Symbol.dispose]();
    expect(lockHolder(file)).toBeNull();
    expect(Symbol.dispose in takeLock(file)).toBe(true);
  });

  it('is taken over from a process that is gone', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file, JSON.stringify({ pid, startTicks: '1' }));
    expect(Symbol.dispose in takeLock(file)).toBe(true);
    expect(lockHolder(file)?.pid).toBe(process.pid);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'is taken over when its pid belongs to another process now',
    () => {
      writeFileSync(file, JSON.stringify({ pid: process.pid, startTicks: '1' }));
      expect(Symbol.dispose in takeLock(file)).toBe(true);
    },
  );

  it('is taken over when its file holds nothing that can be read', () => {
    writeFileSync(file, '');
    expect(Symbol.dispose in takeLock(file)).toBe(true);
  });

  it('leaves no file behind but itself', () => {
    takeLock(file);
    takeLock(file);
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});
