import { sql } from 'kysely';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../platform/database/id.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { recordMany } from '../platform/events/testing/open-events.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { AttemptSettlement } from './attempt-settlement.ts';
import { DeliveryBounds } from './delivery-bounds.ts';
import { WebhookCleaner } from './webhook-cleaner.ts';
import { receiverEnv, startReceiver, type Receiver } from './testing/receiver.ts';

// The whole of it with 10,000 events and killed processes: npm run test:webhooks:burst.
const patience = { timeout: 60_000, interval: 100 };
const env = { ...receiverEnv, WEBHOOK_RETRY_DELAYS_SECONDS: Array(20).fill(0).join(',') };

describe('a burst of events', () => {
  const disposals: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const dispose of disposals.splice(0).toReversed()) await dispose();
  });

  const start = async (processes: number): Promise<TestServer[]> => {
    const database = await openTestDatabase();
    disposals.push(() => database.close());
    const servers: TestServer[] = [];
    for (let n = 0; n < processes; n += 1) {
      const server = await startTestServer({ env, database });
      disposals.push(() => server.close());
      servers.push(server);
    }
    return servers;
  };
  const receive = async (): Promise<Receiver> => {
    const receiver = await startReceiver();
    disposals.push(async () => await receiver[Symbol.asyncDispose]());
    return receiver;
  };
  const subscribe = async (owner: TestClient, url: string): Promise<string> => {
    const body = { name: 'Burst', url, events: ['case.changed'] };
    return (await owner.post('/api/webhooks', body)).body.webhook.id;
  };
  const all = async (owner: TestClient, id: string): Promise<any[]> => {
    const items: any[] = [];
    for (let cursor = ''; ;) {
      const { body } = await owner.get(`/api/webhooks/${id}/deliveries?limit=100${cursor}`);
      items.push(...body.items);
      if (body.nextCursor === null) return items;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };
  const keys = Array.from({ length: 20 }, () => newId());

  it('is delivered as recorded by two processes to a receiver that is down half of the time', async () => {
    const [server] = await start(2);
    const receiver = await receive();
    const owner = await server!.signInAs('partner');
    const id = await subscribe(owner, receiver.url);
    let turn = 0;
    receiver.answer = (response, message) => {
      const phase = Math.floor(turn++ / 25) % 4;
      message.status = phase % 2 === 0 ? 200 : phase === 1 ? 503 : 0;
      if (message.status === 0) response.destroy();
      else response.writeHead(message.status).end();
    };
    await recordMany(server!.database, 200, keys);
    await vi.waitFor(async () => {
      const { body } = await owner.get(`/api/webhooks/${id}/deliveries?count=true&limit=1`);
      const { body: waiting } = await owner.get(`/api/webhooks/${id}`);
      expect([body.total, waiting.waiting]).toEqual([200, 0]);
    }, patience);
    const deliveries = await all(owner, id);
    const got = Map.groupBy(receiver.messages, (message) => message.id);
    expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(200);
    expect(got.size).toBe(200);
    for (const delivery of deliveries) {
      const messages = got.get(delivery.id) ?? [];
      expect(messages.length, delivery.id).toBe(delivery.attempts);
      expect(messages.filter(({ status }) => status === 200).length).toBe(1);
    }
  }, 90_000);

  it('loses nothing when a process dies between an answer and its record: it is sent again under its id', async () => {
    const [server] = await start(1);
    const receiver = await receive();
    const owner = await server!.signInAs('partner');
    const id = await subscribe(owner, receiver.url);
    const settlement = server!.app.nest.get(AttemptSettlement, { strict: false });
    // What a process that dies here leaves: nothing written, and a job that is given out again.
    let deaths = 1;
    const settle = settlement.settle.bind(settlement);
    settlement.settle = (...parts) =>
      deaths-- > 0 ? Promise.reject(new Error('the process died')) : settle(...parts);
    await recordMany(server!.database, 1, keys);
    await vi.waitFor(() => expect(receiver.messages.length).toBe(1), patience);
    const queue = server!.app.nest.get(JobQueue);
    await vi.waitFor(async () => {
      await sql`update pgboss.job set start_after = now()
        where name = 'webhook.deliver' and state = 'retry'`.execute(server!.database.db);
      queue.runner.wake(null);
      expect((await all(owner, id))[0]).toMatchObject({ state: 'delivered', attempts: 1 });
    }, patience);
    expect(receiver.messages.length).toBe(2);
    expect(new Set(receiver.messages.map((message) => message.id)).size).toBe(1);
  }, 90_000);

  it('keeps the log within its bounds: what has ended goes first, the oldest before the newest', async () => {
    const [server] = await start(1);
    const receiver = await receive();
    const owner = await server!.signInAs('partner');
    const id = await subscribe(owner, receiver.url);
    const bounds = server!.app.nest.get(DeliveryBounds, { strict: false });
    bounds.sizes = { perWebhook: 10, all: 15, everyPerWebhook: 1, everyAll: 1 };
    const waiting = { timeout: 30_000, interval: 50 };
    await recordMany(server!.database, 8, keys);
    await vi.waitFor(async () => {
      const done = (await all(owner, id)).filter(({ state }) => state === 'delivered');
      expect(done.length).toBe(8);
    }, waiting);
    receiver.answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    await recordMany(server!.database, 8, keys);
    await vi.waitFor(async () => {
      const items = await all(owner, id);
      const count = (state: string) => items.filter((item) => item.state === state).length;
      expect([count('delivered'), count('waiting')]).toEqual([2, 8]);
    }, waiting);
    const other = await subscribe(owner, receiver.url);
    await recordMany(server!.database, 10, keys);
    await vi.waitFor(async () => {
      const kept = [await all(owner, id), await all(owner, other)];
      expect(kept.map(({ length }) => length).every((length) => length <= 10)).toBe(true);
      expect(kept.flat().length).toBe(15);
    }, waiting);
  });

  it('forgets deliveries after their time, with their attempts, and secrets that sign no more', async () => {
    const [server] = await start(1);
    const receiver = await receive();
    const owner = await server!.signInAs('partner');
    const id = await subscribe(owner, receiver.url);
    await owner.post(`/api/webhooks/${id}/rotate-secret`, { overlapHours: 1 });
    await recordMany(server!.database, 4, keys);
    await vi.waitFor(async () => {
      const items = await all(owner, id);
      expect(items.map(({ state }) => state)).toEqual(Array(4).fill('delivered'));
    }, patience);
    const { db } = server!.database;
    const [kept, ...old] = await all(owner, id);
    await sql`update webhook_deliveries set created_at = now() - interval '30 days 1 minute'
      where id = any(${old.map((one) => one.id)}::uuid[])`.execute(db);
    await sql`update webhooks set previous_secret_until = now() - interval '1 second'`.execute(db);
    await server!.app.nest
      .get(WebhookCleaner, { strict: false })
      .cleanUp(new AbortController().signal);
    expect((await all(owner, id)).map((one) => one.id)).toEqual([kept.id]);
    const { rows } = await sql`select delivery_id from webhook_attempts`.execute(db);
    expect(rows).toEqual([{ delivery_id: kept.id }]);
    const secrets = await sql`select sealed_previous_secret from webhooks`.execute(db);
    expect(secrets.rows).toEqual([{ sealed_previous_secret: null }]);
  }, 90_000);
});
