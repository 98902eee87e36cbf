import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who holds the lock. */
export interface LockHolder {
  readonly pid: number;
  /** When that process started, in the kernel's ticks: a pid is used again, this is not. */
  readonly startTicks: string | null;
}

/** Holds the lock until disposed. */
export type HeldLock = Disposable;

/**
 * Takes the lock file, or answers who holds it. The lock of a process that is gone is taken over.
 */
export function takeLock(file: string, pid: number = process.pid): HeldLock | LockHolder {
  mkdirSync(dirname(file), { recursive: true });
  const own: LockHolder = { pid, startTicks: startTicksOf(pid) };
  const draft = `${file}.${pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    // A link appears with its content: nobody reads a lock that is half written.
    while (!isNew(() => linkSync(draft, file))) {
      const holder = lockHolder(file);
      if (holder !== null) return holder;
      removeDeadLock(file, `${draft}.dead`);
    }
    return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Of two that see the same dead lock, the slower may have moved the lock of the faster: it goes back. */
function removeDeadLock(file: string, moved: string): void {
  try {
    renameSync(file, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (lockHolder(moved) !== null) isNew(() => linkSync(moved, file));
  rmSync(moved, { force: true });
}

/** False when the file that `make` would make is there already. */
function isNew(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The living process that holds the lock; null when nobody does. */
export function lockHolder(file: string): LockHolder | null {
  let holder: LockHolder;
  try {
    holder = JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
  } catch {
    return null;
  }
  return isAlive(holder) ? holder : null;
}

function isAlive({ pid, startTicks }: LockHolder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startTicks === null || startTicksOf(pid) === startTicks;
}

/** Field 22 of /proc/PID/stat; null where there is no /proc. */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
