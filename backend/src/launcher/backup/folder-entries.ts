import { open, opendir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { OutgoingEntry } from './archive-writer.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * The files and folders below `folder` as entries below `name`, one open file at a time. A file that
 * goes away meanwhile is left out. Throws `Refusal` for links and devices, which a backup cannot hold.
 */
export async function* folderEntries(
  folder: string,
  name: string,
): AsyncGenerator<OutgoingEntry, void, undefined> {
  yield { name: `${name}/`, bytes: 0, isFolder: true, content: [] };
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* folderEntries(path, `${name}/${entry.name}`);
    else if (entry.isFile()) yield* fileEntry(path, `${name}/${entry.name}`);
    else throw new Refusal(`${path} is neither a file nor a folder: move it out of DATA_DIR`);
  }
}

/** The entry of one file, or none when it is gone. */
export async function* fileEntry(
  path: string,
  name: string,
): AsyncGenerator<OutgoingEntry, void, undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return;
  try {
    const { size } = await file.stat();
    yield { name, bytes: size, isFolder: false, content: contentOf(file, size) };
  } finally {
    await file.close();
  }
}

async function* contentOf(
  file: FileHandle,
  bytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes;) {
    const length = Math.min(CHUNK_BYTES, bytes - at);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** True when there is a folder with something in it. */
export async function hasEntries(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (found === null) return false;
  if (!found.isDirectory()) return true;
  for await (const _entry of await opendir(folder)) return true;
  return false;
}
