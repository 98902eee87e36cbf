import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { memoryErrors } from '../errors.ts';
import { diagnosticsLimits } from './diagnostics.limits.ts';

const extension = '.heapsnapshot';

/**
 * Refuses one file of snapshots too many in the folder of `path`. Throws MEM_SNAPSHOT_NAME when the
 * path does not end in `.heapsnapshot`, MEM_SNAPSHOT_FOLDER_FULL when the folder has as many as are kept.
 */
export async function requireSnapshotRoom(path: string): Promise<void> {
  if (!path.endsWith(extension)) throw memoryErrors.snapshotName(`Not so ${path}.`);
  const folder = dirname(path);
  const kept = (await readdir(folder)).filter((name) => name.endsWith(extension)).length;
  const { value: most } = diagnosticsLimits.snapshotFiles;
  if (kept >= most)
    throw memoryErrors.snapshotFolderFull(`${folder} has ${kept}, at most ${most} are kept.`);
}
