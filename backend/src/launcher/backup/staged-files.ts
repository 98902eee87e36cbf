import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { IncomingEntry } from './archive-reader.ts';
import { DATABASE_FOLDER, FILES_FOLDER } from './backup-manifest.ts';
import { isDataFile } from './data-files.ts';
import { syncFolder } from './new-file.ts';

const DRAFT = 'restore.new';
const READY = 'restore.ready';

/**
 * Files of a restore on their way into DATA_DIR: collected in a folder beside their places, and moved
 * there by renaming once all are on the disk. A restore that is killed before leaves DATA_DIR as it
 * was; one that is killed while moving is completed by `finishRestore`.
 */
export class StagedFiles implements AsyncDisposable {
  readonly #dataDir: string;
  readonly #draft: string;

  static async begin(dataDir: string): Promise<StagedFiles> {
    const draft = join(dataDir, DRAFT);
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    return new StagedFiles(dataDir, draft);
  }

  private constructor(dataDir: string, draft: string) {
    this.#dataDir = dataDir;
    this.#draft = draft;
  }

  /** Writes one entry and puts it on the disk. Throws `Refusal` for a place that no backup uses. */
  async add({ name, isFolder, content }: IncomingEntry): Promise<void> {
    const path = join(this.#draft, placeOf(name));
    await mkdir(isFolder ? path : dirname(path), { recursive: true, mode: 0o700 });
    if (isFolder) return;
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const piece of content) await file.write(piece);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Moves everything to its place. */
  async publish(): Promise<void> {
    await syncFolder(this.#draft);
    await rename(this.#draft, join(this.#dataDir, READY));
    await finishRestore(this.#dataDir);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#draft, { recursive: true, force: true });
  }
}

/** True when a restore was killed while it moved its files to their places. */
export function isRestoreUnfinished(dataDir: string): boolean {
  return existsSync(join(dataDir, READY));
}

/** Completes the moves of a restore that was killed in them; true when there was one. */
export async function finishRestore(dataDir: string): Promise<boolean> {
  const ready = join(dataDir, READY);
  const names = await readdir(ready).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return false;
  // A folder that was made meanwhile is only replaced while it is empty: rename refuses otherwise.
  for (const name of names) await rename(join(ready, name), join(dataDir, name));
  await syncFolder(dataDir);
  await rmdir(ready);
  return true;
}

/** Where below DATA_DIR an entry belongs: the embedded database's files, or one of the other files. */
function placeOf(name: string): string {
  const [root, ...rest] = name.split('/');
  const inside = normalize(rest.join('/'));
  const isInside = !inside.startsWith('..') && !inside.startsWith(sep) && !/[\\\0]/.test(name);
  if (isInside && root === DATABASE_FOLDER) return join(DATABASE_FOLDER, inside);
  if (isInside && root === FILES_FOLDER && isDataFile(rest[0] ?? '') && inside !== '.')
    return inside;
  throw new Refusal(`the backup names a place that is not LexiFlow's: ${name}`);
}
