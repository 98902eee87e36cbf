import { link, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';

/**
 * A file that appears under its name whole or not at all: it is written beside its place, put on the
 * disk and then named. A file that is already there is never replaced. Disposed before `publish` it
 * leaves nothing; what a killed process left is removed by the next one for the same name.
 */
export class NewFile implements AsyncDisposable {
  readonly #path: string;
  readonly #draft: string;
  readonly #handle: FileHandle;

  static async create(path: string): Promise<NewFile> {
    if ((await stat(path).catch(() => null)) !== null) throw new Refusal(`${path} exists`, 73);
    await removeAbandoned(path);
    const draft = `${path}.part-${process.pid}`;
    try {
      return new NewFile(path, draft, await open(draft, 'wx', 0o600));
    } catch (error) {
      throw new Refusal(`${path} cannot be written: ${(error as Error).message}`, 73);
    }
  }

  private constructor(path: string, draft: string, handle: FileHandle) {
    this.#path = path;
    this.#draft = draft;
    this.#handle = handle;
  }

  /** Appends what comes. */
  async write(pieces: AsyncIterable<Buffer>): Promise<void> {
    for await (const piece of pieces) await this.#handle.writeFile(piece);
  }

  /** Gives the written file its name. Throws `Refusal` when another one has it by now. */
  async publish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    try {
      await nameOnce(this.#draft, this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new Refusal(`${this.#path} exists`, 73);
    }
    await syncFolder(dirname(this.#path));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#draft, { force: true });
  }
}

// A second name for the same file fails when the name is taken; some file systems have no second names.
async function nameOnce(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) throw error;
    await rename(draft, path);
  }
}

/** Puts the names in a folder on the disk, where the system can do that. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function removeAbandoned(path: string): Promise<void> {
  const start = `${basename(path)}.part-`;
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    const pid = Number(name.slice(start.length));
    if (!name.startsWith(start) || !Number.isSafeInteger(pid) || isRunning(pid)) continue;
    await rm(join(dirname(path), name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  // In a container the same pid comes again and again: this process has not begun to write.
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
