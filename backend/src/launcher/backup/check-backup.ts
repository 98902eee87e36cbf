import { readArchive } from './archive-reader.ts';
import { DUMP_FOLDER, readManifest, type BackupManifest } from './backup-manifest.ts';

/** What a whole backup holds. */
export interface CheckedBackup {
  readonly manifest: BackupManifest;
  readonly files: number;
  readonly bytes: number;
}

/** Reads a backup from end to end; throws `Refusal` unless it is one, whole, with its checksum. */
export async function checkBackup(path: string, signal: AbortSignal): Promise<CheckedBackup> {
  let manifest: BackupManifest | null = null;
  let files = 0;
  let bytes = 0;
  for await (const entry of readArchive(path)) {
    signal.throwIfAborted();
    manifest ??= await readManifest(entry.name, entry.bytes, entry.content);
    files += entry.isFolder ? 0 : 1;
    bytes += entry.bytes;
  }
  // An archive without entries has no manifest either.
  manifest ??= await readManifest('', 0, noContent());
  return { manifest, files, bytes };
}

/** True for a piece of a `pg_dump` archive. */
export function isDumpPiece(name: string): boolean {
  return name.startsWith(`${DUMP_FOLDER}/`);
}

async function* noContent(): AsyncGenerator<Buffer, void, undefined> {}
