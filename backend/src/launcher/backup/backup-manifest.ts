import { Refusal } from '../refusal.ts';
import { collect } from './collect.ts';

/** Entry of a backup that says what it is; the first one. */
export const MANIFEST_ENTRY = 'lexiflow-backup.json';
/** Entry with the SHA-256 of every byte before it; the last one. */
export const SUM_ENTRY = 'sha256';
/** Folder of the embedded database's files inside a backup, and inside DATA_DIR. */
export const DATABASE_FOLDER = 'database';
/** Folder of the pieces of a `pg_dump` archive inside a backup. */
export const DUMP_FOLDER = 'database.dump';
/** Folder of the other files of DATA_DIR inside a backup. */
export const FILES_FOLDER = 'data';

const LAYOUT = 1;
const PURPOSE = 'LexiFlow backup';
const MANIFEST_LIMIT_BYTES = 64 * 1024;

/** The database a backup was taken from; majors as PostgreSQL counts them. */
export type BackedUpDatabase =
  | { readonly kind: 'embedded'; readonly serverMajor: number }
  | { readonly kind: 'postgres'; readonly serverMajor: number; readonly toolMajor: number };

/** What a backup says of itself. */
export interface BackupManifest {
  readonly purpose: typeof PURPOSE;
  readonly layout: typeof LAYOUT;
  readonly createdAt: string;
  /** Version of LexiFlow that wrote it. */
  readonly version: string;
  readonly database: BackedUpDatabase;
}

/** The manifest of a backup that begins now. */
export function newManifest(database: BackedUpDatabase, version: string): BackupManifest {
  const createdAt = new Date().toISOString();
  return { purpose: PURPOSE, layout: LAYOUT, createdAt, version, database };
}

/** Reads the first entry of a backup; throws `Refusal` when the file is none of ours or newer than we know. */
export async function readManifest(
  name: string,
  bytes: number,
  content: AsyncIterable<Buffer>,
): Promise<BackupManifest> {
  if (name !== MANIFEST_ENTRY || bytes > MANIFEST_LIMIT_BYTES) throw noBackup();
  const text = (await collect(content)).toString();
  const manifest = parse(text);
  if (manifest?.purpose !== PURPOSE) throw noBackup();
  if (manifest.layout !== LAYOUT)
    throw new Refusal(`the backup has layout ${String(manifest.layout)}, this version reads 1`);
  const { kind, serverMajor } = manifest.database ?? {};
  if ((kind !== 'embedded' && kind !== 'postgres') || typeof serverMajor !== 'number')
    throw noBackup();
  return manifest as BackupManifest;
}

function noBackup(): Refusal {
  return new Refusal('the file is not a backup of LexiFlow');
}

function parse(text: string): Partial<BackupManifest> | null {
  try {
    return JSON.parse(text) as Partial<BackupManifest>;
  } catch {
    return null;
  }
}
