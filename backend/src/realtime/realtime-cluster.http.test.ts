import { RealtimeClient, REALTIME_PATH } from '@lexiflow/contracts';
import type { RealtimeMessage } from '@lexiflow/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Firm } from '../authorization/testing/firm.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import type { Database } from '../platform/database/database.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { hasRedisServer, TestRedis } from '../platform/redis/testing/redis-server.ts';
import { RealtimeHub } from './realtime-hub.ts';
import { TestSocket } from './testing/test-socket.ts';

type RoomMessage = Extract<RealtimeMessage, { readonly room: string }>;

/** Our own client over the `ws` library. */
function client(
  url: () => string,
  token: string | null,
  onState: (isConnected: boolean) => void,
): RealtimeClient {
  return new RealtimeClient({
    onState,
    open: () =>
      new WebSocket(url().replace(/^http/, 'ws') + REALTIME_PATH, {
        headers: { authorization: `Bearer ${token}` },
      }),
    after: (ms, task) => {
      const timer = setTimeout(task, Math.min(ms, 200));
      return () => clearTimeout(timer);
    },
  });
}

describe('WebSockets of two servers', () => {
  let database: Database;
  let one: TestServer;
  let two: TestServer;
  let firm: Firm;
  let admin: TestClient;
  const sockets: TestSocket[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    one = await startTestServer({ database });
    two = await startTestServer({ database });
    firm = new Firm(database);
    admin = await one.signInAs('admin');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket[Symbol.dispose]();
  });
  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await database.close();
  });

  const open = async (server: TestServer, { token }: TestClient): Promise<TestSocket> => {
    const socket = await TestSocket.open(server.url, token);
    sockets.push(socket);
    return socket;
  };
  const addEntry = async (caseId: string): Promise<string> => {
    const body = { filedOn: '2024-01-02', description: 'Motion' };
    return (await admin.post(`/api/cases/${caseId}/docket`, body)).body.id as string;
  };

  it('tell of what was done on the other, with the same positions', async () => {
    const partner = await one.signInAs('partner');
    const room = `case:${await firm.case()}`;
    const [here, there] = [await open(one, partner), await open(two, partner)];
    await Promise.all([here.join(room), there.join(room)]);
    await addEntry(room.slice(5));
    const [first, second] = [await here.next('event'), await there.next('event')];
    expect(second).toEqual(first);
  });

  it('resume each other’s clients', async () => {
    const partner = await one.signInAs('partner');
    const room = `case:${await firm.case()}`;
    const { position } = await (await open(one, partner)).join(room);
    const ids = [await addEntry(room.slice(5)), await addEntry(room.slice(5))];
    const there = await open(two, partner);
    await there.join(room, position);
    await expect.poll(() => there.of('event').map(({ event }) => event.aggregateId)).toEqual(ids);
  });

  it('close the connections of a session that was revoked on the other', async () => {
    const partner = await one.signInAs('partner');
    const there = await open(two, partner);
    await there.join('docket');
    await partner.post('/api/auth/sign-out');
    expect(await there.ended()).toMatchObject({ code: 4401 });
  });

  it('lose nothing for a client whose server is started anew', async () => {
    const partner = await one.signInAs('partner');
    const caseId = await firm.case();
    let server = await startTestServer({ database });
    const heard: RoomMessage[] = [];
    const states: boolean[] = [];
    const realtime = client(
      () => server.url,
      partner.token,
      (isUp) => states.push(isUp),
    );
    realtime.join(`case:${caseId}`, (message) => heard.push(message));
    const told = (): string[] =>
      heard.flatMap((message) => (message.type === 'event' ? message.event.aggregateId : []));
    await expect.poll(() => heard.some(({ type }) => type === 'joined')).toBe(true);
    const ids = [await addEntry(caseId)];
    await expect.poll(told).toEqual(ids);
    server.platform.lifecycle.enter('draining');
    await server.close();
    ids.push(await addEntry(caseId), await addEntry(caseId));
    server = await startTestServer({ database });
    await expect.poll(told).toEqual(ids);
    ids.push(await addEntry(caseId));
    await expect.poll(told).toEqual(ids);
    expect(heard.some(({ type }) => type === 'resync')).toBe(false);
    expect(states).toEqual([true, false, true]);
    realtime.close();
    await server.close();
  });

  it('tell clients to come back when they stop, each at its own time', async () => {
    const partner = await one.signInAs('partner');
    const server = await startTestServer({ database });
    const some = await Promise.all([1, 2, 3].map(() => open(server, partner)));
    server.platform.lifecycle.enter('draining');
    for (const socket of some)
      expect(await socket.ended()).toEqual({ code: 1012, reason: 'the server stops' });
    const waits = some.map((socket) => socket.of('bye')[0]?.retryAfterMs ?? 0);
    for (const ms of waits) expect(ms).toBeGreaterThanOrEqual(500);
    expect(new Set(waits).size).toBeGreaterThan(1);
    const headers = { authorization: `Bearer ${partner.token}` };
    expect(await TestSocket.refused(server.url, { headers })).toBe(503);
    await server.close();
  });

  it.skipIf(!hasRedisServer)(
    'show who is where over Redis, also after Redis was away',
    { timeout: 60_000 },
    async () => {
      await using redis = await TestRedis.start();
      const env = { REDIS_URL: redis.url };
      const [left, right] = [
        await startTestServer({ database, env }),
        await startTestServer({ database, env }),
      ];
      const [ann, bob] = [
        await one.signInAs('partner', 'Ann'),
        await one.signInAs('partner', 'Bob'),
      ];
      const room = `case:${await firm.case()}`;
      const [here, there] = [await open(left, ann), await open(right, bob)];
      await Promise.all([here.join(room), there.join(room)]);
      const names = (socket: TestSocket): string[] =>
        (socket.of('presence').at(-1)?.users ?? []).map(({ name }) => name).toSorted();
      const patient = { timeout: 20_000 };
      await expect.poll(() => names(here), patient).toEqual(['Ann', 'Bob']);
      await expect.poll(() => names(there), patient).toEqual(['Ann', 'Bob']);
      const hub = left.app.nest.get(RealtimeHub, { strict: false });
      expect(hub.fanOut.others).toBe(1);

      await redis.kill();
      const cid = await open(right, await one.signInAs('partner', 'Cid'));
      await cid.join(room);
      await addEntry(room.slice(5));
      await here.next('event');
      await cid.next('event');

      await redis.start();
      await expect.poll(() => names(here), patient).toEqual(['Ann', 'Bob', 'Cid']);
      cid[Symbol.dispose]();
      await expect.poll(() => names(here), patient).toEqual(['Ann', 'Bob']);

      await there.join('notifications');
      hub.publish(`notifications:${bob.userId}`, 'note', { of: 'the other server' });
      expect(await there.next('message')).toMatchObject({ body: { of: 'the other server' } });
      await Promise.all([left.close(), right.close()]);
    },
  );
});
