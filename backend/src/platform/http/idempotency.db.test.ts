import { sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { openTestDatabase, testDatabaseKind } from '../database/testing/open-test-database.ts';
import { Idempotency } from './idempotency.ts';
import { IDEMPOTENCY_ANSWER_LIMIT_BYTES } from './idempotency.limits.ts';
import type { Viewer } from './viewer.ts';

const viewerOf = (userId: string): Viewer => ({
  kind: 'user',
  userId,
  name: 'A user',
  email: null,
  role: 'partner',
  permissions: new Set(),
  credentialId: null,
});

describe('Idempotency', () => {
  let database: Database;
  let idempotency: Idempotency;
  let viewer: Viewer;
  let runs = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(() => {
    idempotency = new Idempotency(database);
    viewer = viewerOf(crypto.randomUUID());
    runs = 0;
  });
  afterAll(async () => {
    await database.close();
  });

  const request = { route: 'POST /api/courts', body: { name: 'A', id: 'a' } };
  const anyone = (): Promise<void> => Promise.resolve();
  const addCourt = async (trx: Transaction<Tables>): Promise<{ id: string; run: number }> => {
    const id = crypto.randomUUID();
    await sql`insert into courts (id, name) values (${id}, 'A court')`.execute(trx);
    return { id, run: ++runs };
  };
  const courts = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from courts`.execute(
      database.db,
    );
    return rows[0]?.n ?? 0;
  };

  it('does the work once and repeats its answer', async () => {
    const before = await courts();
    const first = await idempotency.run(viewer, 'k1', request, addCourt, anyone);
    const again = await idempotency.run(viewer, 'k1', request, addCourt, anyone);
    expect(again).toEqual(first);
    expect(await courts()).toBe(before + 1);
  });

  it('repeats no answer that is not open to the viewer any more', async () => {
    const first = await idempotency.run(viewer, 'k', request, addCourt, anyone);
    const asked: unknown[] = [];
    const closed = (_trx: unknown, answer: unknown): Promise<never> => {
      asked.push(answer);
      return Promise.reject(new Error('closed'));
    };
    await expect(idempotency.run(viewer, 'k', request, addCourt, closed)).rejects.toThrow('closed');
    expect(asked).toEqual([first]);
    expect(runs).toBe(1);
  });

  it('takes members in another order for the same body', async () => {
    const first = await idempotency.run(viewer, 'k', request, addCourt, anyone);
    const same = { route: request.route, body: { id: 'a', name: 'A' } };
    expect(await idempotency.run(viewer, 'k', same, addCourt, anyone)).toEqual(first);
  });

  it.each([
    { route: 'POST /api/courts', body: { name: 'B', id: 'a' } },
    { route: 'POST /api/cases', body: request.body },
  ])('refuses the key for another request: %j', async (other) => {
    await idempotency.run(viewer, 'k', request, addCourt, anyone);
    await expect(idempotency.run(viewer, 'k', other, addCourt, anyone)).rejects.toMatchObject({
      code: 'HTTP_IDEMPOTENCY_KEY_REUSED',
    });
    expect(runs).toBe(1);
  });

  it('keeps the keys of two users apart', async () => {
    const mine = await idempotency.run(viewer, 'k', request, addCourt, anyone);
    const other = viewerOf(crypto.randomUUID());
    const theirs = await idempotency.run(other, 'k', request, addCourt, anyone);
    expect(theirs.id).not.toBe(mine.id);
  });

  it('does the work once when two requests come at the same time', async () => {
    const before = await courts();
    const outcomes = await Promise.allSettled([
      idempotency.run(viewer, 'k', request, addCourt, anyone),
      idempotency.run(viewer, 'k', request, addCourt, anyone),
    ]);
    expect(await courts()).toBe(before + 1);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    for (const { reason } of refused as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'HTTP_IDEMPOTENCY_IN_PROGRESS' });
  });

  // The embedded database runs one transaction at a time, so there a second one waits instead.
  it.runIf(testDatabaseKind === 'postgres')(
    'refuses a repetition while the first is under way',
    async () => {
      const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
      const { promise: leaving, resolve: leave } = Promise.withResolvers<void>();
      const first = idempotency.run(
        viewer,
        'k',
        request,
        async (trx) => {
          enter();
          await leaving;
          return await addCourt(trx);
        },
        anyone,
      );
      await entered;
      await expect(idempotency.run(viewer, 'k', request, addCourt, anyone)).rejects.toMatchObject({
        code: 'HTTP_IDEMPOTENCY_IN_PROGRESS',
        spec: { status: 409 },
      });
      leave();
      expect(await idempotency.run(viewer, 'k2', request, addCourt, anyone)).toBeDefined();
      await first;
    },
  );

  it('stores nothing of work that fails, so that it can be repeated', async () => {
    const before = await courts();
    const failing = async (trx: Transaction<Tables>): Promise<never> => {
      await addCourt(trx);
      throw new Error('no');
    };
    await expect(idempotency.run(viewer, 'k', request, failing, anyone)).rejects.toThrow('no');
    expect(await courts()).toBe(before);
    expect((await idempotency.run(viewer, 'k', request, addCourt, anyone)).run).toBe(2);
  });

  it('does the work without remembering it when there is no key', async () => {
    await idempotency.run(viewer, undefined, request, addCourt, anyone);
    await idempotency.run(viewer, undefined, request, addCourt, anyone);
    expect(runs).toBe(2);
  });

  it('forgets a key after 24 hours and removes what is older', async () => {
    const first = await idempotency.run(viewer, 'k', request, addCourt, anyone);
    await sql`update idempotency_keys set created_at = now() - interval '25 hours'
      where owner = ${viewer.userId}`.execute(database.db);
    const later = await idempotency.run(viewer, 'k', request, addCourt, anyone);
    expect(later.id).not.toBe(first.id);
    await sql`update idempotency_keys set created_at = now() - interval '25 hours'`.execute(
      database.db,
    );
    await new Idempotency(database).run(viewer, 'new', request, addCourt, anyone);
    const left = await database.db.selectFrom('idempotency_keys').select('key').execute();
    expect(left).toEqual([{ key: 'new' }]);
  });

  it('refuses, and undoes, work whose answer is too large to keep', async () => {
    const before = await courts();
    const large = async (trx: Transaction<Tables>): Promise<string> => {
      await addCourt(trx);
      return 'x'.repeat(IDEMPOTENCY_ANSWER_LIMIT_BYTES);
    };
    await expect(idempotency.run(viewer, 'k', request, large, anyone)).rejects.toMatchObject({
      code: 'HTTP_IDEMPOTENCY_ANSWER_TOO_LARGE',
    });
    expect(await courts()).toBe(before);
  });
});
