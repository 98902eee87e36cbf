import { RealtimeClient, REALTIME_PATH } from '@lexiflow/contracts';
import type { RealtimeMessage, RealtimeRoom } from '@lexiflow/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ApiClient } from '../support/api-client.ts';
import { createDatabase, type TemporaryDatabase } from '../support/postgres.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
const patience = { timeout: 30_000, interval: 50 };
const token = 'two-processes-'.repeat(3);
type RoomMessage = Extract<RealtimeMessage, { readonly room: string }>;

/** What one member of a room heard. */
class Listener {
  readonly heard: RoomMessage[] = [];

  /** The docket entries it was told of, in the order in which it heard of them. */
  get entries(): string[] {
    return this.heard.flatMap((one) =>
      one.type === 'event' && one.event.type === 'docket-entry.created'
        ? one.event.aggregateId
        : [],
    );
  }

  get people(): string[] {
    const last = this.heard.findLast((one) => one.type === 'presence');
    return last?.type === 'presence' ? last.users.map(({ name }) => name).toSorted() : [];
  }

  of(type: RoomMessage['type']): RoomMessage[] {
    return this.heard.filter((one) => one.type === type);
  }
}

describe.skipIf(!redisUrl || !process.env['TEST_DATABASE_URL'])(
  'two processes on one PostgreSQL and one Redis',
  () => {
    let database: TemporaryDatabase;
    let one: RunningServer;
    let two: RunningServer;
    let admin: ApiClient;
    let serial = 0;
    const clients: RealtimeClient[] = [];

    const start = (): Promise<RunningServer> =>
      startServer({
        environment: {
          LOG_LEVEL: 'fatal',
          ADMIN_TOKEN: token,
          DATABASE_URL: database.url,
          REDIS_URL: redisUrl ?? '',
        },
      });

    beforeAll(async () => {
      database = await createDatabase('realtime');
      // One after the other: the first one makes the tables.
      one = await start();
      two = await start();
      admin = new ApiClient(() => two.url, token);
    });
    afterEach(() => {
      for (const client of clients.splice(0)) client.close();
    });
    afterAll(async () => {
      for (const server of [one, two]) await server?.[Symbol.asyncDispose]();
      await database?.[Symbol.asyncDispose]();
    });

    const newCase = async (): Promise<string> =>
      (await admin.post('/cases', { number: `R-${++serial}`, title: 'Left v. Right' })).id;
    const addEntry = async (caseId: string, by = admin): Promise<string> => {
      const body = { filedOn: '2024-01-02', description: 'Motion' };
      return (await by.post(`/cases/${caseId}/docket`, body)).id;
    };
    /** Joins a room with the client that the console uses; a lost connection is opened at `url()`. */
    const listen = async (
      url: () => string,
      who: ApiClient,
      room: RealtimeRoom,
    ): Promise<Listener> => {
      const listener = new Listener();
      const headers = { authorization: `Bearer ${who.token}` };
      const client = new RealtimeClient({
        open: () => new WebSocket(url().replace(/^http/, 'ws') + REALTIME_PATH, { headers }),
        after: (ms, task) => {
          const timer = setTimeout(task, Math.min(ms, 250));
          return () => clearTimeout(timer);
        },
      });
      clients.push(client);
      client.join(room, (message) => listener.heard.push(message));
      await vi.waitFor(() => expect(listener.of('joined').length).toBe(1), patience);
      return listener;
    };

    it('tell each other’s clients what happened, and who is there', async () => {
      const [ann, bob] = [
        await admin.newUser('partner', 'Ann'),
        await admin.newUser('partner', 'Bob'),
      ];
      const caseId = await newCase();
      const here = await listen(() => one.url, ann.client, `case:${caseId}`);
      const there = await listen(() => two.url, bob.client, `case:${caseId}`);
      const ids = [
        await addEntry(caseId),
        await addEntry(
          caseId,
          admin.at(() => one.url),
        ),
      ];
      await vi.waitFor(() => {
        expect([here.entries, there.entries]).toEqual([ids, ids]);
        // Presence goes over Redis: without it each process knows its own people alone.
        expect([here.people, there.people]).toEqual([
          ['Ann', 'Bob'],
          ['Ann', 'Bob'],
        ]);
      }, patience);
    });

    it('let nobody hear on, on either, whom a wall shuts out', async () => {
      const cid = await admin.newUser('partner', 'Cid');
      const caseId = await newCase();
      const room = `case:${caseId}` as const;
      const shutOut = [
        await listen(() => one.url, cid.client, room),
        await listen(() => two.url, cid.client, room),
      ];
      const dee = await admin.newUser('partner', 'Dee');
      const stays = [
        await listen(() => one.url, dee.client, room),
        await listen(() => two.url, dee.client, room),
      ];
      const before = await addEntry(caseId);
      const all = [...shutOut, ...stays];
      await vi.waitFor(
        () => all.forEach((each) => expect(each.entries).toEqual([before])),
        patience,
      );
      await admin.post(`/cases/${caseId}/walls`, { userId: cid.id, reason: 'Acted for the other' });
      const after = await addEntry(caseId);
      await vi.waitFor(() => {
        for (const each of shutOut) expect(each.of('left')).toMatchObject([{ reason: 'access' }]);
        for (const each of stays) expect(each.entries).toContain(after);
      }, patience);
      for (const each of shutOut) expect(each.entries).toEqual([before]);
    });

    it('lose nothing for clients whose process is killed: they go on at the other one', async () => {
      const eve = await admin.newUser('partner', 'Eve');
      const caseId = await newCase();
      const room = `case:${caseId}` as const;
      const nearest = (): string => (one.isRunning() ? one : two).url;
      const moving = await Promise.all([1, 2, 3].map(() => listen(nearest, eve.client, room)));
      const ids: string[] = [];
      const record = async (count: number): Promise<void> => {
        while (ids.length < count) ids.push(await addEntry(caseId));
      };
      await record(10);
      await vi.waitFor(() => moving.forEach((each) => expect(each.entries).toEqual(ids)), patience);
      const recorded = record(60);
      await vi.waitFor(() => expect(ids.length).toBeGreaterThan(25), patience);
      expect(await one.stop('SIGKILL')).toBeNull();
      await recorded;
      await vi.waitFor(() => moving.forEach((each) => expect(each.entries).toEqual(ids)), patience);
      for (const each of moving) {
        expect(each.of('resync')).toEqual([]);
        expect(each.of('joined').length).toBe(2);
      }
    });
  },
);
