import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource } from '../byte-source.ts';
import { readMultipart } from './read-multipart.ts';
import type { MultipartFile, MultipartOptions } from './read-multipart.ts';
import { StoredUpload } from './stored-upload.ts';
import type { StoredFile } from './stored-upload.ts';

/** Ending of the files of uploads that nobody has taken over yet. */
export const uploadEnding = '.upload';

/** How {@link storeMultipart} reads, and where to. */
export interface StoreOptions extends MultipartOptions {
  /** Folder for the files while nobody has taken them over; it must exist. */
  readonly folder: string;
  /** Waits until each file is on the disk. Default false. */
  readonly isDurable?: boolean;
}

/**
 * Reads a multipart form and writes its files into `folder`, each under a random name that only this
 * process's user can read. Answers what came; disposing of that removes every file that was not
 * moved away. Rejects as {@link readMultipart} does, and then no file is left. An empty file without
 * a name, as browsers send for a field that was left empty, is passed over.
 */
export async function storeMultipart(
  source: ByteSource,
  options: StoreOptions,
): Promise<StoredUpload> {
  // In the order of the form: a short file may be on the disk before the longer one ahead of it.
  const files: (StoredFile | null)[] = [];
  const paths: string[] = [];
  try {
    const report = await readMultipart(source, options, async (file) => {
      const path = join(options.folder, `${randomUUID()}${uploadEnding}`);
      const place = paths.push(path) - 1;
      files.push(null);
      const bytes = await write(file, path, options.isDurable === true);
      const { name, filename, contentType } = file;
      if (bytes > 0 || filename !== '') {
        files[place] = { name, filename, contentType, path, bytes };
      }
    });
    return new StoredUpload(
      report.fields,
      files.filter((file) => file !== null),
      report.bytes,
      paths,
    );
  } catch (error) {
    await Promise.all(paths.map((path) => rm(path, { force: true })));
    throw error;
  }
}

async function write(file: MultipartFile, path: string, isDurable: boolean): Promise<number> {
  await using handle = await open(path, 'wx', 0o600);
  let bytes = 0;
  for await (const piece of file.bytes) {
    for (let written = 0; written < piece.length;) {
      written += (await handle.write(piece, written)).bytesWritten;
    }
    bytes += piece.length;
  }
  if (isDurable) await handle.datasync();
  return bytes;
}
