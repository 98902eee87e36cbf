import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { createDatabase, type TemporaryDatabase } from './postgres.ts';
import { startServer, type RunningServer } from './server.ts';

/** Starts a server on the data of the suite; again after it was killed. */
export type StartAgain = (environment?: Readonly<Record<string, string>>) => Promise<RunningServer>;

/** Registers the tests of `suite` for the embedded database and, with TEST_DATABASE_URL, for PostgreSQL. */
export function describeEachServer(title: string, suite: (start: StartAgain) => void): void {
  for (const kind of ['embedded', 'postgres'] as const) {
    describe.skipIf(kind === 'postgres' && !process.env['TEST_DATABASE_URL'])(
      `${title} (${kind})`,
      () => {
        let dataDir: string;
        let database: TemporaryDatabase | null = null;
        beforeAll(async () => {
          dataDir = mkdtempSync(join(tmpdir(), 'lexiflow-e2e-'));
          if (kind === 'postgres') database = await createDatabase(`e2e_${serial++}`);
        });
        afterAll(async () => {
          await database?.[Symbol.asyncDispose]();
          rmSync(dataDir, { recursive: true, force: true });
        });
        suite((environment = {}) =>
          startServer({
            dataDir,
            environment: {
              LOG_LEVEL: 'fatal',
              ...(database === null ? {} : { DATABASE_URL: database.url }),
              ...environment,
            },
          }),
        );
      },
    );
  }
}

let serial = 0;
