import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import type { Viewer } from '../http/viewer.ts';
import { ChangeFeed, CHANGES_CHANNEL } from './change-feed.ts';
import { newId } from '../database/id.ts';
import { Outbox } from './outbox.ts';

const viewer: Viewer = {
  kind: 'local',
  userId: null,
  name: 'operator',
  email: null,
  role: 'admin',
  permissions: new Set(),
  credentialId: null,
};

describe('ChangeFeed', () => {
  let database: Database;
  let feed: ChangeFeed;
  const heard: (string | null)[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    feed = new ChangeFeed(database);
    await feed.subscribe(CHANGES_CHANNEL, (payload) => heard.push(payload));
  });
  afterAll(async () => {
    await feed.onApplicationShutdown();
    await database.close();
  });

  const record = (fail: boolean): Promise<void> =>
    database.transaction(async (trx) => {
      await new Outbox().record(trx, viewer, {
        type: 'case.created',
        aggregateType: 'case',
        aggregateId: newId(),
      });
      if (fail) throw new Error('rolled back');
    });

  it('tells of a committed event and not of one that was rolled back', async () => {
    await expect(record(true)).rejects.toThrow('rolled back');
    await record(false);
    await vi.waitFor(() => expect(heard).toEqual(['']), 5000);
  });

  it('says that messages may be missing when its connection was lost, and listens again', async () => {
    if (database.kind !== 'postgres') return;
    heard.length = 0;
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query LIKE 'LISTEN%' AND datname = current_database()`.execute(database.db);
    await vi.waitFor(
      () => expect(heard.filter((payload) => payload === null)).toHaveLength(2),
      5000,
    );
    await record(false);
    await vi.waitFor(() => expect(heard.at(-1)).toBe(''), 5000);
  });
});
