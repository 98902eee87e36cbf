import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tarHeader, tarPadding, tarRecordBytes } from './tar-header.ts';

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
      yield tarHeader({ name: `${name}/`, bytes: 0, isFolder });
      continue;
    }
    const content = await readFile(path);
    yield tarHeader({ name, bytes: content.length, isFolder });
    yield content;
    yield tarPadding(content.length);
  }
  yield Buffer.alloc(2 * tarRecordBytes);
}
