import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';

const recordBytes = 512;
const text = new TextDecoder();

interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly isFolder: boolean;
}

function field(record: Uint8Array, from: number, length: number): string {
  const bytes = record.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return text.decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}

function entryOf(record: Uint8Array, folder: string): Entry | null {
  const name = field(record, 0, 100);
  if (name === '') return null;
  const prefix = field(record, 345, 155);
  const path = normalize(join(folder, prefix, name));
  if (path !== folder && !path.startsWith(folder + sep)) {
    throw new Error(`the archive names a path outside of its folder: ${name}`);
  }
  const bytes = parseInt(field(record, 124, 12), 8) || 0;
  return { path, bytes, isFolder: field(record, 156, 1) === '5' };
}

/**
 * Unpacks a ustar archive of files and folders into `folder`; needs the memory of one chunk. Rejects
 * when the archive ends early or names a path outside. Files get mode 0600, folders 0700, as a
 * database folder must.
 */
export async function extractTar(source: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
  const root = normalize(folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  let rest = Buffer.alloc(0);
  let file: FileHandle | null = null;
  let left = 0;
  let padding = 0;
  for await (const chunk of source) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (;;) {
      if (left > 0) {
        const part = rest.subarray(0, left);
        await file?.write(part);
        left -= part.length;
        rest = rest.subarray(part.length);
        if (left > 0) break;
        await file?.close();
        file = null;
      }
      if (rest.length < padding) break;
      rest = rest.subarray(padding);
      padding = 0;
      if (rest.length < recordBytes) break;
      const entry = entryOf(rest.subarray(0, recordBytes), root);
      rest = rest.subarray(recordBytes);
      if (entry === null) continue;
      await mkdir(entry.isFolder ? entry.path : dirname(entry.path), {
        recursive: true,
        mode: 0o700,
      });
      if (entry.isFolder) continue;
      file = await open(entry.path, 'w', 0o600);
      left = entry.bytes;
      padding = (recordBytes - (left % recordBytes)) % recordBytes;
      if (left === 0) {
        await file.close();
        file = null;
      }
    }
  }
  if (left > 0) throw new Error('the archive ends in the middle of a file');
}
