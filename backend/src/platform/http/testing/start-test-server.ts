import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGovernor, FakeClock } from '@lexiflow/memory';
import type { Clock, Governor, GovernorOptions } from '@lexiflow/memory';
import type { Role } from '@lexiflow/contracts';
import type { Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import { createApp } from '../../../create-app.ts';
import type { App } from '../../../create-app.ts';
import { createPlatform } from '../../../process/create-platform.ts';
import { governorOptions } from '../../../process/governor-options.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Database, DatabaseKind } from '../../database/database.ts';
import { openTestDatabase } from '../../database/testing/open-test-database.ts';
import { createLogger } from '../../logging/create-logger.ts';
import type { Platform } from '../../platform.ts';
import { databaseModule } from './database-module.ts';
import { openSession } from './open-session.ts';
import { TestClient } from './test-client.ts';

/** How a test server differs from the one users start. */
export interface TestServerOptions {
  /** Variables of the environment, by the names of the configuration. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: PostgreSQL where there is one for tests, else the embedded database. */
  readonly kind?: DatabaseKind;
  readonly governor?: GovernorOptions;
  /** Modules beside the server's own: routes that only a test needs. */
  readonly modules?: readonly Type[];
  /** A database that is shared with another server and closed by its owner. */
  readonly database?: Database;
  /** In place of the machine's, where requests end. */
  readonly clock?: Pick<Clock, 'after'>;
  /** Where log lines go; nowhere by default. */
  readonly log?: DestinationStream;
}

/** A whole server on a free port with an empty database of its own. */
export interface TestServer {
  readonly url: string;
  readonly app: App;
  readonly platform: Platform;
  readonly database: Database;
  /** Calls without any token. */
  readonly anonymous: TestClient;
  /** Makes a user of that role with an open session and answers a client that uses it. */
  signInAs(role: Role, name?: string): Promise<TestClient>;
  /** Stops the server and removes everything it wrote. Throws when an account was closed with bytes on it. */
  close(): Promise<void>;
}

const silent: DestinationStream = { write: () => undefined };

/** Starts the whole server for one suite; call `close` at its end. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lexiflow-http-'));
  const env: Record<string, string> = {
    NODE_ENV: 'test',
    DATA_DIR: folder,
    PORT: '0',
    METRICS_PORT: '0',
    ...options.env,
  };
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  const logger = createLogger({
    level: env['LOG_LEVEL'] ?? 'debug',
    destination: options.log ?? silent,
  });
  const governor = createGovernor({
    ...governorOptions(reading.config),
    ...options.governor,
  }).start();
  const database =
    options.database ?? (await openTestDatabase(options.kind ? { kind: options.kind } : {}));
  const platform = {
    ...createPlatform(reading.config, logger, governor),
    database: databaseModule(database),
    clock: options.clock,
    // No time passes for the gate: how busy the machine is must not refuse what a test asks for.
    overloadClock: new FakeClock(),
  };
  const app = await createApp(platform, options.modules).catch(async (error: unknown) => {
    governor[Symbol.dispose]();
    if (options.database === undefined) await database.close();
    throw error;
  });
  await app.server.listen({ port: 0, host: '127.0.0.1' });
  governor.booted();
  platform.lifecycle.enter('serving');
  const { port } = app.server.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    app,
    platform,
    database,
    anonymous: new TestClient(url, null, null),
    async signInAs(role, name) {
      const { token, userId } = await openSession(database, role, name);
      return new TestClient(url, token, userId);
    },
    async close() {
      app.server.server.closeAllConnections();
      await app.nest.close();
      const left = leftovers(governor);
      governor[Symbol.dispose]();
      if (options.database === undefined) await database.close();
      await rm(folder, { recursive: true, force: true });
      if (left.length > 0) throw new Error(`Accounts were closed with bytes: ${left.join(', ')}`);
    },
  };
}

/** Pools with accounts that were closed uneven: somebody took bytes and did not give them back. */
function leftovers(governor: Governor): string[] {
  return governor
    .snapshot()
    .pools.filter(({ leftoverTotal }) => leftoverTotal > 0)
    .map(({ name, leftoverTotal, leftoverBytesTotal }) => {
      return `${name}: ${leftoverTotal} of ${leftoverBytesTotal} bytes in all`;
    });
}
