import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rmdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseErrors } from '../database.errors.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { processStart } from './process-start.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one with the same pid; `null` where the system does not say. */
  readonly start: string | null;
  readonly since: string;
}

const { lockBeatMs, lockSilenceMs } = embeddedLimits;

function isErrno(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/**
 * Keeps two servers out of one data folder. A lock left by a killed process is taken over: at once
 * when its process is gone from this host; when it came from another host (a container's name
 * changes) after it has been silent for 15 s.
 */
export class FolderLock implements AsyncDisposable {
  readonly #path: string;
  readonly #text: string;
  readonly #beat: NodeJS.Timeout;

  /** Takes the lock. Rejects `DB_FOLDER_LOCKED`; file system errors come through. */
  static async take(path: string): Promise<FolderLock> {
    const holder: Holder = {
      pid: process.pid,
      host: hostname(),
      start: processStart(process.pid),
      since: new Date().toISOString(),
    };
    const text = `${JSON.stringify(holder)}\n`;
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, text, { flag: 'wx', flush: true });
    try {
      while (!(await tryLink(draft, path))) await removeStale(path);
    } finally {
      await unlink(draft);
    }
    return new FolderLock(path, text);
  }

  private constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
    this.#beat = setInterval(() => {
      const now = new Date();
      // A beat that fails (disk gone) is not a reason to stop: the database itself will tell.
      utimes(this.#path, now, now).catch(() => {});
    }, lockBeatMs).unref();
  }

  /** Gives the lock up. Does nothing when it is no longer ours. */
  async release(): Promise<void> {
    clearInterval(this.#beat);
    const text = await readFile(this.#path, 'utf8').catch(() => null);
    if (text === this.#text) await unlink(this.#path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }
}

// A link appears with its whole content or not at all: no reader sees half a lock.
async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

async function removeStale(path: string): Promise<void> {
  const text = await readLock(path);
  if (text === null) return;
  const holder = parseHolder(text);
  if (holder !== null && (await isAlive(holder, path))) {
    throw databaseErrors.folderLocked(
      `${path} is held by process ${holder.pid} on ${holder.host} since ${holder.since}`,
    );
  }
  // One at a time, and only the lock that was judged: by now a quicker starter may have its own here.
  const gate = `${path}.takeover`;
  if (!(await enter(gate))) return;
  try {
    if ((await readLock(path)) === text) await unlink(path);
  } finally {
    await rmdir(gate);
  }
}

async function readLock(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  });
}

// Held for the time of three file operations; one that is old belongs to a process killed in them.
async function enter(gate: string): Promise<boolean> {
  try {
    await mkdir(gate);
    return true;
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  }
  const { mtimeMs } = await stat(gate).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs > lockSilenceMs) await rmdir(gate).catch(() => {});
  await sleep(20);
  return false;
}

function parseHolder(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== hostname()) return await isBeating(path);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return false;
  }
  return holder.start === null || processStart(holder.pid) === holder.start;
}

async function isBeating(path: string): Promise<boolean> {
  for (;;) {
    const { mtimeMs } = await stat(path);
    const silentMs = Date.now() - mtimeMs;
    if (silentMs >= lockSilenceMs) return false;
    await sleep(Math.min(500, lockSilenceMs - silentMs));
    if ((await stat(path)).mtimeMs !== mtimeMs) return true;
  }
}
