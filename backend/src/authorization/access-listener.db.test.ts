import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import {
  openTestDatabase,
  testDatabaseKind,
} from '../platform/database/testing/open-test-database.ts';
import { ChangeFeed } from '../platform/events/change-feed.ts';
import { AccessListener } from './access-listener.ts';
import { AccessSignals } from './access-signals.ts';

describe('AccessListener', () => {
  let database: Database;
  let stop: () => Promise<void> = async () => {};

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    await stop();
  });
  afterAll(async () => {
    await database.close();
  });

  const listen = async () => {
    const signals = new AccessSignals();
    const heard: (string | null)[] = [];
    signals.subscribe((userId) => heard.push(userId));
    const feed = new ChangeFeed(database);
    const listener = new AccessListener(feed, signals);
    await listener.onApplicationBootstrap();
    stop = async () => {
      listener.onApplicationShutdown();
      await feed.onApplicationShutdown();
    };
    return { signals, heard };
  };

  it('hears of a change when its transaction commits, and of none that is rolled back', async () => {
    const { signals, heard } = await listen();
    const [kept, lost] = [newId(), newId()];
    const failing = database.transaction(async (trx) => {
      await signals.accessChanged(trx, lost);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await database.transaction((trx) => signals.accessChanged(trx, kept));
    await expect.poll(() => heard).toEqual([kept]);
  });

  it('hears of what another instance has committed', async () => {
    const { heard } = await listen();
    const userId = newId();
    const elsewhere = new AccessSignals();
    await database.transaction((trx) => elsewhere.credentialsChanged(trx, userId));
    await expect.poll(() => heard).toEqual([userId]);
  });

  it('hears nothing after it was stopped', async () => {
    const { signals, heard } = await listen();
    await stop();
    await database.transaction((trx) => signals.accessChanged(trx, newId()));
    const { heard: witness } = await listen();
    await database.transaction((trx) => signals.accessChanged(trx, newId()));
    await expect.poll(() => witness).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it.runIf(testDatabaseKind === 'postgres')(
    'drops everything when its connection breaks, and listens again',
    async () => {
      const { heard } = await listen();
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        and query like 'LISTEN %'`.execute(database.db);
      await expect.poll(() => heard, { timeout: 5_000 }).toEqual([null, null]);
      const userId = newId();
      await database.transaction((trx) => new AccessSignals().credentialsChanged(trx, userId));
      await expect.poll(() => heard).toEqual([null, null, userId]);
    },
  );
});
