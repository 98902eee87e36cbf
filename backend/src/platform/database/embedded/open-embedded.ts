import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type pg from 'pg';
import { AppError } from '../../errors/define-error.ts';
import { databaseErrors } from '../database.errors.ts';
import { databaseLimits } from '../database.limits.ts';
import { prepareFolder } from './data-folder.ts';
import { EmbeddedServer } from './embedded-server.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { FolderLock } from './folder-lock.ts';

/** An open embedded database: how `pg` connects to it, what it holds, and how to close it. */
export interface OpenEmbedded {
  readonly connection: pg.PoolConfig;
  /** Physical memory that the engine and its worker hold now. */
  readonly memoryBytes: () => number;
  /** To be called when the migrations are done: from then on statements have a longest time. */
  readonly limitStatements: () => void;
  readonly close: () => Promise<void>;
}

/** How `pg` connects to a running embedded server. */
export function embeddedConfig(server: EmbeddedServer): pg.PoolConfig {
  return {
    // pg takes a function here; its types know a stream only.
    stream: (() => server.connect()) as never,
    ssl: false,
    user: 'lexiflow',
    database: 'lexiflow',
    min: 1,
    max: databaseLimits.embeddedConnections,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: databaseLimits.acquireTimeoutMs,
    allowExitOnIdle: true,
  };
}

/**
 * Opens the database in `folder`, which is made when it is not there; the lock stands beside it.
 * Rejects `DB_FOLDER_LOCKED`, `DB_FOLDER_UNUSABLE`, `DB_DISK_FULL` or `DB_ENGINE_FAILED`.
 */
export async function openEmbedded(folder: string): Promise<OpenEmbedded> {
  let lock: FolderLock | null = null;
  try {
    await mkdir(dirname(folder), { recursive: true });
    const held = (lock = await FolderLock.take(`${folder}.lock`));
    await prepareFolder(folder);
    const server = await EmbeddedServer.open({ folder, limits: embeddedLimits.session });
    return {
      connection: embeddedConfig(server),
      memoryBytes: () => server.memoryBytes,
      limitStatements: () => server.limitStatements(),
      close: async () => {
        await server.close();
        await held.release();
      },
    };
  } catch (error) {
    await lock?.release();
    throw folderError(error, folder);
  }
}

function folderError(error: unknown, folder: string): unknown {
  if (error instanceof AppError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return databaseErrors.diskFull({ detail: `no space left for ${folder}`, cause: error });
  }
  if (code === undefined) return error;
  return databaseErrors.folderUnusable({
    detail: `${folder}: ${(error as Error).message}`,
    cause: error,
  });
}
