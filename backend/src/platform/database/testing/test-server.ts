import { randomUUID } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedServer } from '../embedded/embedded-server.ts';
import { embeddedLimits } from '../embedded/embedded.limits.ts';
import { embeddedConfig } from '../embedded/open-embedded.ts';
import type { SessionLimits } from '../embedded/session-scheduler.ts';
import { connectionTo } from '../migrations/connection-to.ts';
import { migrate } from '../migrations/migrate.ts';
import type { MigrationFile } from '../migrations/migration-file.ts';
import { postgresConfig } from '../postgres-config.ts';
import { migratedTemplate } from './test-template.ts';

/** A database of its own for one test: how to connect, and how to make it go away. */
export interface TestServer {
  readonly connection: pg.PoolConfig;
  readonly memoryBytes?: () => number;
  readonly close: () => Promise<void>;
}

// A test that forgets itself in a transaction should fail within its own timeout.
const testSession = { ...embeddedLimits.session, holdMs: 5_000 };

/** A copy of the migrated template in a temporary folder, in a worker of this process. */
export async function embeddedTestServer(
  files: readonly MigrationFile[],
  limits: Partial<SessionLimits> = {},
): Promise<TestServer> {
  const template = await migratedTemplate(files);
  const folder = join(tmpdir(), `lexiflow-test-${randomUUID()}`);
  await cp(template, folder, { recursive: true });
  const server = await EmbeddedServer.open({
    folder,
    limits: { ...testSession, ...limits },
    isDurable: false,
  });
  return {
    connection: embeddedConfig(server),
    memoryBytes: () => server.memoryBytes,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database of its own on the given PostgreSQL server, migrated, dropped at the end. */
export async function postgresTestServer(
  serverUrl: string,
  files: readonly MigrationFile[],
): Promise<TestServer> {
  const name = `lexiflow_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await onServer(url.href, (client) => migrate(connectionTo(client), files));
  return {
    connection: postgresConfig(url.href, { poolMin: 0, poolMax: 8, idleTimeoutMs: 1_000 }),
    close: async () => {
      await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}
