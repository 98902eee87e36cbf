import { cp } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer } from '../testing/open-test-database.ts';
import type { TestServer } from '../testing/test-server.ts';
import { baseTemplate } from '../testing/test-template.ts';
import { connectionTo } from './connection-to.ts';
import { readMigrations } from './migration-file.ts';
import { schemaDrift } from './schema-drift.ts';

describe('schemaDrift', () => {
  let server: TestServer;
  let client: pg.Client;

  beforeAll(async () => {
    server = await openTestServer(await readMigrations());
    client = new pg.Client(server.connection as pg.ClientConfig);
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await server.close();
  });

  it('finds nothing in a schema that only migrations made, and names what was changed by hand', async () => {
    const files = await readMigrations();
    const drift = (): Promise<string[]> =>
      schemaDrift(connectionTo(client), files, async (folder) => {
        await cp(await baseTemplate(), folder, { recursive: true });
      });
    expect(await drift()).toEqual([]);
    await client.query('ALTER TABLE users ADD COLUMN shoe_size int');
    await client.query('DROP INDEX users_email');
    expect(await drift()).toEqual([
      '+ column users.shoe_size integer',
      '- index CREATE UNIQUE INDEX users_email ON public.users USING btree (email)',
    ]);
  });
});
