import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareFolder } from '../embedded/data-folder.ts';
import { EmbeddedServer } from '../embedded/embedded-server.ts';
import { embeddedLimits } from '../embedded/embedded.limits.ts';
import { embeddedConfig } from '../embedded/open-embedded.ts';
import { connectionTo } from './connection-to.ts';
import { migrate, type MigrationConnection, readStates } from './migrate.ts';
import type { MigrationFile } from './migration-file.ts';
import { schemaDifference, schemaLines } from './schema-lines.ts';

/**
 * How a live schema differs from what its recorded migrations make of an empty database; empty when
 * nobody changed it by hand. Runs the recorded files on an embedded database in a temporary folder,
 * which `prepare` may fill beforehand.
 */
export async function schemaDrift(
  live: MigrationConnection,
  files: readonly MigrationFile[],
  prepare: (folder: string) => Promise<void> = prepareFolder,
): Promise<string[]> {
  const states = await readStates(live, files);
  const recorded = files.filter((_, index) => states[index]?.state === 'applied');
  const parent = await mkdtemp(join(tmpdir(), 'lexiflow-schema-'));
  try {
    const folder = join(parent, 'database');
    await prepare(folder);
    return schemaDifference(await schemaLines(live), await linesAfter(recorded, folder));
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

async function linesAfter(files: readonly MigrationFile[], folder: string): Promise<string[]> {
  const server = await EmbeddedServer.open({
    folder,
    limits: embeddedLimits.session,
    isDurable: false,
  });
  const client = new pg.Client(embeddedConfig(server) as pg.ClientConfig);
  try {
    await client.connect();
    const scratch = connectionTo(client);
    await migrate(scratch, files);
    return await schemaLines(scratch);
  } finally {
    await client.end();
    await server.close();
  }
}
