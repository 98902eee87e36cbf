import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../database/database.ts';
import { newId } from '../database/id.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import type { EventConsumer } from './event-consumer.ts';
import { Sequencer } from './sequencer.ts';
import type { StoredEvent } from './stored-event.ts';
import { openEvents, quickRetry, recordMany, type TestEvents } from './testing/open-events.ts';

describe('EventDispatcher', () => {
  let database: Database;
  let opened: TestEvents[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    await sql`create table deliveries (consumer text not null, event_id uuid not null,
      key uuid not null, number int not null, serial bigint generated always as identity)`.execute(
      database.db,
    );
  });
  beforeEach(() => {
    opened = [];
  });
  afterEach(async () => {
    for (const events of opened) await events.stop();
    for (const table of ['deliveries', 'event_failures', 'event_cursors', 'outbox'])
      await sql`delete from ${sql.table(table)}`.execute(database.db);
  });
  afterAll(() => database.close());

  const start = async (
    consumers: readonly EventConsumer[],
    policy = quickRetry,
  ): Promise<TestEvents> => {
    const events = await openEvents(database, consumers, policy);
    opened.push(events);
    return events;
  };
  /** Writes each event down in the transaction of its mark, after `before` has let it pass. */
  const writer = (
    name: string,
    before: (event: StoredEvent) => void | Promise<void> = () => undefined,
  ): EventConsumer => ({
    name,
    events: 'all',
    async handle(event, trx) {
      await before(event);
      const { number = 0 } = event.payload as { number?: number };
      await sql`insert into deliveries (consumer, event_id, key, number)
        values (${name}, ${event.id}, ${event.aggregateId}, ${number})`.execute(trx);
    },
  });
  const keys = (count: number): string[] => Array.from({ length: count }, () => newId());
  const counts = async (): Promise<{ rows: number; events: number; disorder: number }> => {
    const { rows } = await sql<{ rows: number; events: number; disorder: number }>`
      select count(*)::int as rows, count(distinct (consumer, event_id))::int as events,
        count(*) filter (where number <= before)::int as disorder
      from (select *, lag(number) over (partition by consumer, key order by serial) as before
        from deliveries) as d`.execute(database.db);
    return rows[0] as never;
  };
  const eventually = (rows: number, timeoutMs = 20_000): Promise<void> =>
    vi.waitFor(async () => expect((await counts()).rows).toBe(rows), {
      timeout: timeoutMs,
      interval: 50,
    });

  it('delivers 10,000 events exactly once and in order to a consumer that fails half of the time', async () => {
    let tries = 0;
    const events = await start([
      writer('flaky', () => {
        if (++tries % 2 === 0) throw new Error('not this time');
      }),
    ]);
    await recordMany(database, 10_000, keys(400));
    // Counted in the process: a query beside it would slow down the embedded database.
    const handled = (): number => events.dispatcher.figures.get('flaky')?.handled ?? 0;
    await vi.waitFor(() => expect(handled()).toBe(10_000), { timeout: 80_000, interval: 50 });
    expect(await counts()).toEqual({ rows: 10_000, events: 10_000, disorder: 0 });
    expect(tries).toBeGreaterThan(15_000);
    await vi.waitFor(
      () =>
        expect(events.dispatcher.lag).toMatchObject([
          { rows: 0, retrying: 0, waiting: 0, dead: 0 },
        ]),
      5000,
    );
    expect(events.failures).toEqual([]);
  }, 90_000);

  it('shares the work of two dispatchers without doubling any of it', async () => {
    const both = [writer('left'), writer('right')];
    const first = await start(both);
    const second = await start(both);
    for (let round = 0; round < 10; round++) await recordMany(database, 100, keys(20));
    await eventually(2_000);
    expect(await counts()).toMatchObject({ rows: 2_000, events: 2_000 });
    const handled = [first, second].map(({ dispatcher }) =>
      [...dispatcher.figures.values()].reduce((sum, { handled: one }) => sum + one, 0),
    );
    await vi.waitFor(() => expect((handled[0] ?? 0) + (handled[1] ?? 0)).toBe(2_000), 5000);
  });

  it('keeps a poison event from nobody but those behind it, and gives it up in the end', async () => {
    const [bad, good] = keys(2) as [string, string];
    let tries = 0;
    const events = await start(
      [
        writer('careful', ({ aggregateId, payload }) => {
          if (aggregateId !== bad || (payload as { number: number }).number !== 1) return;
          tries += 1;
          throw new Error('this one never works');
        }),
      ],
      { ...quickRetry, attempts: 3 },
    );
    await recordMany(database, 8, [bad, good]);
    await eventually(7);
    expect(tries).toBe(3);
    const { rows } = await sql<{ number: number }>`select number from deliveries
      where key = ${bad} order by serial`.execute(database.db);
    expect(rows.map(({ number }) => number)).toEqual([0, 2, 3]);
    await vi.waitFor(
      () => expect(events.dispatcher.lag).toMatchObject([{ dead: 1, waiting: 0 }]),
      5000,
    );
  });

  it('undoes what a consumer wrote before it failed, and only that', async () => {
    let tries = 0;
    const late = writer('late');
    await start([
      {
        ...late,
        handle: async (event, trx) => {
          await late.handle(event, trx);
          if (++tries === 1) throw new Error('after the writing');
        },
      },
    ]);
    await recordMany(database, 3, keys(3));
    await eventually(3);
    expect(tries).toBe(4);
    expect(await counts()).toMatchObject({ rows: 3, events: 3 });
  });

  it('counts a broken statement as a failure of its event alone', async () => {
    let isFirst = true;
    const plain = writer('careless');
    await start([
      {
        ...plain,
        handle: async (event, trx) => {
          if (isFirst) {
            isFirst = false;
            // Its error is swallowed: the transaction is broken all the same.
            await sql`select 1 / 0`.execute(trx).catch(() => undefined);
          }
          await plain.handle(event, trx).catch(() => undefined);
        },
      },
    ]);
    await recordMany(database, 5, keys(5));
    await eventually(5);
    expect(await counts()).toMatchObject({ rows: 5, events: 5 });
  });

  it('undoes the turn of a consumer that takes too long, and lets it write no more', async () => {
    const woken = Promise.withResolvers<void>();
    let late: Promise<void> | null = null;
    let tries = 0;
    const plain = writer('slow');
    await start(
      [
        {
          ...plain,
          handle: async (event, trx) => {
            if (++tries !== 3) return plain.handle(event, trx);
            await woken.promise;
            late = plain.handle(event, trx);
            await late.catch(() => undefined);
          },
        },
      ],
      { ...quickRetry, handleMs: 200 },
    );
    await recordMany(database, 12, keys(2));
    await eventually(12);
    woken.resolve();
    await vi.waitFor(() => expect(late).not.toBeNull(), 5000);
    await expect(late).rejects.toThrow('already rolled back');
    expect(await counts()).toEqual({ rows: 12, events: 12, disorder: 0 });
  });

  it('goes on after every connection was lost, and blames no event for it', async () => {
    if (database.kind !== 'postgres') return;
    let hasCut = false;
    const plain = writer('cut-off');
    const events = await start([
      {
        ...plain,
        handle: async (event, trx) => {
          if (!hasCut) {
            hasCut = true;
            await sql`select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database()`.execute(trx);
          }
          await plain.handle(event, trx);
        },
      },
    ]);
    await recordMany(database, 300, keys(10));
    await eventually(300);
    expect(await counts()).toEqual({ rows: 300, events: 300, disorder: 0 });
    expect(events.dispatcher.figures.get('cut-off')?.failed).toBe(0);
  });

  it('gives a consumer only the types it wants, and passes the others by', async () => {
    const seen: string[] = [];
    const events = await start([
      {
        name: 'picky',
        events: ['client.created'],
        handle: async ({ type }) => void seen.push(type),
      },
    ]);
    await recordMany(database, 20, keys(10));
    await sql`insert into outbox (id, type, aggregate_type, aggregate_id, actor_name)
      values (${newId()}, 'client.created', 'client', ${newId()}, 'test')`.execute(database.db);
    await vi.waitFor(() => expect(seen).toEqual(['client.created']), 5000);
    await vi.waitFor(() => expect(events.dispatcher.lag).toMatchObject([{ rows: 0 }]), 5000);
  });

  it('begins a new consumer with what comes next, and an old one where it was', async () => {
    const sequencer = new Sequencer(database);
    await recordMany(database, 4, keys(4));
    await sequencer.run();
    const first = await start([writer('early')]);
    await recordMany(database, 3, keys(3));
    await eventually(3);
    await first.stop();
    await recordMany(database, 5, keys(5));
    await sequencer.run();
    await start([writer('early'), writer('newcomer')]);
    await recordMany(database, 2, keys(2));
    await eventually(12);
    const { rows } = await sql<{ consumer: string; count: number }>`select consumer,
      count(*)::int as count from deliveries group by consumer order by consumer`.execute(
      database.db,
    );
    expect(rows).toEqual([
      { consumer: 'early', count: 10 },
      { consumer: 'newcomer', count: 2 },
    ]);
  });

  it('delivers to others while one consumer hangs', async () => {
    // The embedded database runs one transaction at a time: there it holds up the others.
    if (database.kind !== 'postgres') return;
    const held = Promise.withResolvers<void>();
    await start([writer('hanging', () => held.promise), writer('quick')], {
      ...quickRetry,
      handleMs: 20_000,
    });
    await recordMany(database, 20, keys(4));
    await eventually(20, 15_000);
    held.resolve();
    await eventually(40);
    expect(await counts()).toMatchObject({ rows: 40, events: 40 });
  });

  it('delivers nothing while the governor says pause, shows how far it is behind, and catches up', async () => {
    const events = await start([writer('paused')]);
    events.pausables[0]?.pause(1);
    await recordMany(database, 30, keys(3));
    await vi.waitFor(() => expect(events.dispatcher.lag).toMatchObject([{ rows: 30 }]), 5000);
    expect((await counts()).rows).toBe(0);
    events.pausables[0]?.resume();
    await eventually(30);
    await vi.waitFor(() => expect(events.dispatcher.lag).toMatchObject([{ rows: 0 }]), 5000);
    await events.stop();
    expect(events.pausables).toEqual([]);
  });

  it('takes no turn after it has stopped', async () => {
    const events = await start([writer('stopped')]);
    await events.stop();
    await recordMany(database, 5, keys(5));
    events.dispatcher.wake();
    expect((await counts()).rows).toBe(0);
    expect(events.bus.listenerCount).toBe(0);
  });
});
