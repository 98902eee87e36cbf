import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import { uploadEnding } from './store-multipart.ts';

/**
 * Removes files of uploads that a killed process has left in `folder`: those last written to more
 * than `olderThanMs` ago. Answers how many; a folder that is not there has none. Call it at start.
 */
export async function removeStaleUploads(
  folder: string,
  olderThanMs: number,
  clock: Pick<Clock, 'wallMs'> = systemClock,
): Promise<number> {
  const before = clock.wallMs() - olderThanMs;
  let removed = 0;
  for (const name of await namesIn(folder)) {
    if (!name.endsWith(uploadEnding)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.mtimeMs > before) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
