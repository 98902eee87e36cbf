import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const recordBytes = 512;
const checksumAt = 148;

function record(name: string, bytes: number, isFolder: boolean): Buffer {
  const header = Buffer.alloc(recordBytes);
  if (Buffer.byteLength(name) > 100)
    throw new Error(`the name is too long for an archive: ${name}`);
  const octal = (value: number, at: number, length: number): number =>
    header.write(value.toString(8).padStart(length - 1, '0'), at);
  header.write(name, 0);
  octal(isFolder ? 0o700 : 0o600, 100, 8);
  octal(bytes, 124, 12);
  header.write(isFolder ? '5' : '0', 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', checksumAt, checksumAt + 8);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, checksumAt);
  return header;
}

/**
 * A ustar archive of a folder's files and folders, piece by piece: one file in memory at a time.
 * Sorted and without times or owners, so that equal folders give equal archives.
 */
export async function* packTar(folder: string): AsyncGenerator<Buffer, void, undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, isFolder } of paths) {
    const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\//, '');
    if (isFolder) {
      yield record(`${name}/`, 0, true);
      continue;
    }
    const content = await readFile(path);
    yield record(name, content.length, false);
    yield content;
    yield Buffer.alloc((recordBytes - (content.length % recordBytes)) % recordBytes);
  }
  yield Buffer.alloc(2 * recordBytes);
}
