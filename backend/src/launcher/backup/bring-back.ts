import { readArchive } from './archive-reader.ts';
import { MANIFEST_ENTRY } from './backup-manifest.ts';
import { isDumpPiece } from './check-backup.ts';
import { PostgresLoad, type EmptyPostgres } from './postgres-load.ts';
import { StagedFiles } from './staged-files.ts';

/**
 * Puts the content of a checked backup into `dataDir` and, when it is one of PostgreSQL, into `target`.
 * The database is committed first, then the files take their places; before that nothing is changed.
 */
export async function bringBack(
  path: string,
  dataDir: string,
  target: EmptyPostgres | null,
  signal: AbortSignal,
): Promise<void> {
  await using staged = await StagedFiles.begin(dataDir);
  using load = target === null ? null : new PostgresLoad(target, signal);
  for await (const entry of readArchive(path)) {
    signal.throwIfAborted();
    if (entry.name === MANIFEST_ENTRY) continue;
    if (load !== null && isDumpPiece(entry.name)) await load.write(entry.content);
    else await staged.add(entry);
  }
  await load?.finish();
  await staged.publish();
}
