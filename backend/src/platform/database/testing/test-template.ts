import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { EmbeddedServer } from '../embedded/embedded-server.ts';
import { embeddedLimits } from '../embedded/embedded.limits.ts';
import { engineVersion } from '../embedded/engine-version.ts';
import { makeDataFolder } from '../embedded/make-data-folder.ts';
import { embeddedConfig } from '../embedded/open-embedded.ts';
import { connectionTo } from '../migrations/connection-to.ts';
import { migrate } from '../migrations/migrate.ts';
import type { MigrationFile } from '../migrations/migration-file.ts';

const cacheFolder = fileURLToPath(
  new URL('../../../../../node_modules/.cache/lexiflow-database/', import.meta.url),
);
const abandonedMs = 120_000;

/** The data folder of an embedded database that has been migrated; made once, then found again. */
export async function migratedTemplate(files: readonly MigrationFile[]): Promise<string> {
  const base = await baseTemplate();
  const key = files.reduce((hash, file) => hash.update(file.checksum), createHash('sha256'));
  return await cached(`${base}-${key.digest('hex').slice(0, 16)}`, async (draft) => {
    await cp(base, draft, { recursive: true });
    const server = await EmbeddedServer.open({ folder: draft, limits: embeddedLimits.session });
    const client = new pg.Client(embeddedConfig(server) as pg.ClientConfig);
    await client.connect();
    try {
      await migrate(connectionTo(client), files);
    } finally {
      await client.end();
      await server.close();
    }
  });
}

/** The data folder of an empty embedded database; made once by this engine and code, then found again. */
export async function baseTemplate(): Promise<string> {
  return await cached(join(cacheFolder, `${engineVersion()}-${makersHash()}`), makeDataFolder);
}

/** Of the files that decide what an empty database holds. */
function makersHash(): string {
  const hash = createHash('sha256');
  for (const name of ['make-data-folder.ts', 'embedded-engine.ts', 'embedded.limits.ts'])
    hash.update(readFileSync(new URL(`../embedded/${name}`, import.meta.url)));
  return hash.digest('hex').slice(0, 8);
}

// Test files run in processes of their own: one makes the folder, the others wait for it.
async function cached(folder: string, make: (draft: string) => Promise<void>): Promise<string> {
  await mkdir(cacheFolder, { recursive: true });
  const claim = `${folder}.making`;
  for (;;) {
    if ((await readdir(folder).catch(() => [])).length > 0) return folder;
    if (
      await mkdir(claim).then(
        () => true,
        () => false,
      )
    )
      break;
    const since = await stat(claim).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - since > abandonedMs) await rmdir(claim).catch(() => {});
    await sleep(100);
  }
  const draft = `${folder}.${randomUUID()}`;
  try {
    await make(draft);
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rmdir(claim);
  }
  return folder;
}
