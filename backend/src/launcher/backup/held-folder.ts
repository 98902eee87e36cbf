import { join } from 'node:path';
import { FolderLock } from '../../platform/database/embedded/folder-lock.ts';
import { AppError } from '../../platform/errors/define-error.ts';
import { Refusal } from '../refusal.ts';
import { DATABASE_FOLDER } from './backup-manifest.ts';

/** Exit status when a server has the embedded database open. */
const EXIT_BUSY = 75;

/**
 * Keeps every server off the embedded database in `dataDir` until it is released. Throws `Refusal`
 * when a server has it: files that are being written give no consistent copy.
 */
export async function holdFolder(dataDir: string): Promise<FolderLock> {
  try {
    return await FolderLock.take(join(dataDir, `${DATABASE_FOLDER}.lock`));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DB_FOLDER_LOCKED') throw error;
    throw new Refusal(
      `a server has the embedded database open: stop it first (${error.facts.detail ?? error.message})`,
      EXIT_BUSY,
    );
  }
}
