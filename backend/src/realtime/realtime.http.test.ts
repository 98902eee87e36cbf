import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { newId } from '../platform/database/id.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { EndedObjects } from '../platform/testing/ended-objects.ts';
import { TestSocket } from './testing/test-socket.ts';

describe('WebSockets', () => {
  let server: TestServer;
  let firm: Firm;
  let admin: TestClient;
  const sockets: TestSocket[] = [];

  beforeAll(async () => {
    server = await startTestServer({ env: { WS_MAX_ROOMS_PER_USER: '4' } });
    firm = new Firm(server.database);
    admin = await server.signInAs('admin');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket[Symbol.dispose]();
  });
  afterAll(() => server.close());

  const open = async (client: TestClient): Promise<TestSocket> => {
    const socket = await TestSocket.open(server.url, client.token);
    sockets.push(socket);
    return socket;
  };
  const rename = async (id: string, title: string): Promise<void> => {
    const current = await admin.get(`/api/cases/${id}`);
    const headers = { 'if-match': current.headers.get('etag') ?? '' };
    const { status } = await admin.patch(`/api/cases/${id}`, { title }, { headers });
    expect(status).toBe(200);
  };
  const addEntry = async (id: string, more: object = {}): Promise<string> => {
    const body = { filedOn: '2024-01-02', description: 'Motion', ...more };
    const answer = await admin.post(`/api/cases/${id}/docket`, body);
    expect(answer.status).toBe(201);
    return answer.body.id as string;
  };

  describe('the handshake', () => {
    it('asks for a valid token', async () => {
      expect(await TestSocket.refused(server.url, {})).toBe(401);
      const headers = { authorization: `Bearer lxs_${'x'.repeat(43)}` };
      expect(await TestSocket.refused(server.url, { headers })).toBe(401);
    });

    it('takes a session cookie from the console alone', async () => {
      const { token } = await server.signInAs('partner');
      const cookie = `lexiflow_session=${token}`;
      const refused = (headers: Record<string, string>): Promise<number> =>
        TestSocket.refused(server.url, { headers: { cookie, ...headers } });
      expect(await refused({})).toBe(403);
      expect(await refused({ origin: 'https://elsewhere.example' })).toBe(403);
      expect(await refused({ origin: server.url, 'sec-fetch-site': 'cross-site' })).toBe(403);
      const headers = { cookie, origin: server.url };
      const socket = await TestSocket.open(server.url, null, { headers });
      sockets.push(socket);
      expect(await socket.next('welcome')).toMatchObject({ pingMs: 25_000 });
    });

    it('takes an API key', async () => {
      const owner = await server.signInAs('partner');
      const made = await owner.post('/api/auth/api-keys', {
        name: 'feed',
        scopes: ['case:read'],
      });
      expect(made.status).toBe(201);
      const socket = await TestSocket.open(server.url, made.body.key ?? made.body.token);
      sockets.push(socket);
      await socket.next('welcome');
      socket.send({ type: 'join', room: 'docket' });
      expect(await socket.next('refused')).toMatchObject({ room: 'docket' });
    });

    it('answers a plain request with 426, and other upgrades as the request they are', async () => {
      expect((await admin.get('/api/realtime/socket')).status).toBe(426);
      const socket = connect(new URL(server.url).port as unknown as number, '127.0.0.1');
      socket.write(
        'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    });
  });

  describe('rooms', () => {
    it('tell of a case to those who may see it, in order, with positions that rise', async () => {
      const partner = await server.signInAs('partner');
      const caseId = await firm.case();
      const [first, second] = [await open(partner), await open(partner)];
      const joined = await first.join(`case:${caseId}`);
      await second.join(`case:${caseId}`);
      expect(joined.isResumed).toBe(false);
      for (const title of ['One', 'Two', 'Three']) await rename(caseId, title);
      for (const socket of [first, second]) {
        await expect.poll(() => socket.of('event').length).toBe(3);
        const positions = socket.of('event').map(({ position }) => position);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        expect(positions[0]).toBeGreaterThan(joined.position);
        expect(socket.of('event')[0]).toMatchObject({
          room: `case:${caseId}`,
          event: { type: 'case.changed', caseId, payload: { fields: ['title'] } },
        });
      }
    });

    it('refuse a hidden case, an unknown case and a wrong name in the same words', async () => {
      const socket = await open(await server.signInAs('associate'));
      const names = [`case:${await firm.case()}`, `case:${newId()}`, 'case:x', 'nothing'];
      for (const room of names) {
        socket.send({ type: 'join', room });
        const refused = await socket.next('refused', (message) => message.room === room);
        expect(refused).toEqual({
          type: 'refused',
          room,
          code: 'REALTIME_ROOM_NOT_FOUND',
          detail: 'There is no such room',
        });
      }
    });

    it('ask for the permission of their kind', async () => {
      const operator = await open(await server.signInAs('operator'));
      await operator.join('memory');
      operator.send({ type: 'join', room: 'docket' });
      await operator.next('refused', ({ room }) => room === 'docket');
      const associate = await open(await server.signInAs('associate'));
      await associate.join('docket');
      associate.send({ type: 'join', room: 'memory' });
      await associate.next('refused', ({ room }) => room === 'memory');
    });

    it('over all cases tell each reader of the cases it may see', async () => {
      const [partner, associate] = [
        await server.signInAs('partner'),
        await server.signInAs('associate'),
      ];
      const [own, foreign] = [await firm.case(), await firm.case()];
      await firm.join(own, associate);
      const [all, some] = [await open(partner), await open(associate)];
      await Promise.all([all.join('docket'), some.join('docket')]);
      const hidden = await addEntry(foreign);
      const shown = await addEntry(own);
      await some.next('event', ({ event }) => event.aggregateId === shown);
      await all.next('event', ({ event }) => event.aggregateId === hidden);
      expect(some.of('event').map(({ event }) => event.aggregateId)).toEqual([shown]);
    });

    it('keep sealed entries and walls from those who may not know of them', async () => {
      const client = await server.signInAs('client');
      const caseId = await firm.case();
      await firm.join(caseId, client, 'client');
      const socket = await open(client);
      await socket.join(`case:${caseId}`);
      const staff = await open(admin);
      await staff.join(`case:${caseId}`);
      const sealed = await addEntry(caseId, { sealed: true });
      const other = await server.signInAs('partner');
      const wall = { userId: other.userId, reason: 'former counsel' };
      expect((await admin.post(`/api/cases/${caseId}/walls`, wall)).status).toBe(201);
      const open1 = await addEntry(caseId);
      await socket.next('event', ({ event }) => event.aggregateId === open1);
      await expect.poll(() => staff.of('event').length).toBe(3);
      expect(staff.of('event')[0]?.event.aggregateId).toBe(sealed);
      expect(socket.of('event')).toHaveLength(1);
    });

    it('send messages of the moment to the user they are for', async () => {
      const [one, other] = [await server.signInAs('partner'), await server.signInAs('partner')];
      const [first, second] = [await open(one), await open(other)];
      await Promise.all([first.join('notifications'), second.join('notifications')]);
      const { RealtimeService } = await import('./realtime.service.ts');
      const realtime = server.app.nest.get(RealtimeService, { strict: false });
      realtime.toUser(one.userId ?? '', { kind: 'notification', body: { unread: 1 } });
      expect(await first.next('message')).toEqual({
        type: 'message',
        room: 'notifications',
        kind: 'notification',
        body: { unread: 1 },
      });
      await second.settle();
      expect(second.of('message')).toEqual([]);
    });

    it('send the memory figures of the process', async () => {
      const socket = await open(await server.signInAs('operator'));
      await socket.join('memory');
      const { body } = await socket.next('message');
      expect(body).toMatchObject({ level: 'normal', workingSetBytes: expect.any(Number) });
    });
  });

  describe('access that ends', () => {
    it('takes a user out of the room the moment a wall is raised', async () => {
      const partner = await server.signInAs('partner');
      const caseId = await firm.case();
      const socket = await open(partner);
      await socket.join(`case:${caseId}`);
      await socket.join('docket');
      await rename(caseId, 'Before');
      await socket.next('event');
      const wall = { userId: partner.userId, reason: 'former counsel' };
      await admin.post(`/api/cases/${caseId}/walls`, wall);
      await addEntry(caseId);
      expect(await socket.next('left')).toEqual({
        type: 'left',
        room: `case:${caseId}`,
        reason: 'access',
      });
      // Another case is still told of in the room over all cases: only then is the silence proof.
      const shown = await addEntry(await firm.case());
      await socket.next('event', ({ event }) => event.aggregateId === shown);
      expect(socket.of('event').map(({ event }) => event.type)).toEqual([
        'case.changed',
        'docket-entry.created',
      ]);
    });

    it('takes a user out who leaves the team, and loses nothing for the others', async () => {
      const [leaves, stays] = [
        await server.signInAs('associate'),
        await server.signInAs('associate'),
      ];
      const caseId = await firm.case();
      for (const member of [leaves, stays])
        expect(
          (await admin.post(`/api/cases/${caseId}/team`, { userId: member.userId })).status,
        ).toBeLessThan(300);
      const [first, second] = [await open(leaves), await open(stays)];
      await Promise.all([first.join(`case:${caseId}`), second.join(`case:${caseId}`)]);
      const gone = await admin.delete(`/api/cases/${caseId}/team/${leaves.userId}`);
      expect(gone.status).toBeLessThan(300);
      await rename(caseId, 'After');
      await first.next('left', ({ reason }) => reason === 'access');
      await second.next('event', ({ event }) => event.type === 'case.changed');
      expect(first.of('event').some(({ event }) => event.type === 'case.changed')).toBe(false);
    });

    it('closes the connections of a session that is revoked', async () => {
      const partner = await server.signInAs('partner');
      const socket = await open(partner);
      await socket.join('docket');
      expect((await partner.post('/api/auth/sign-out')).status).toBeLessThan(300);
      expect(await socket.ended()).toEqual({ code: 4401, reason: 'the session has ended' });
    });
  });

  describe('coming back', () => {
    it('is told what was missed, in order and once, then what happens', async () => {
      const partner = await server.signInAs('partner');
      const caseId = await firm.case();
      const before = await open(partner);
      await before.join(`case:${caseId}`);
      await rename(caseId, 'Seen');
      const { position } = await before.next('event');
      before[Symbol.dispose]();
      for (const title of ['Missed 1', 'Missed 2']) await rename(caseId, title);
      const after = await open(partner);
      const joined = await after.join(`case:${caseId}`, position);
      expect(joined.isResumed).toBe(true);
      await rename(caseId, 'Live');
      await expect.poll(() => after.of('event').length).toBe(3);
      expect(new Set(after.of('event').map((event) => event.position)).size).toBe(3);
      expect(after.of('resync')).toEqual([]);
    });

    it('after too long a gap, or from the future, loads anew', async () => {
      const socket = await open(await server.signInAs('partner'));
      const caseId = await firm.case();
      const joined = await socket.join(`case:${caseId}`, 1e9);
      expect(joined.isResumed).toBe(false);
      expect(socket.of('resync')).toEqual([
        { type: 'resync', room: `case:${caseId}`, position: joined.position, reason: 'gap' },
      ]);
    });
  });

  describe('limits', () => {
    it('hold the connections of one user', async () => {
      const partner = await server.signInAs('partner');
      for (let count = 0; count < 5; count++) await open(partner);
      const sixth = await open(partner);
      expect(await sixth.ended()).toMatchObject({ code: 4409 });
    });

    it('hold the rooms of one user over its connections', async () => {
      const partner = await server.signInAs('partner');
      const [first, second] = [await open(partner), await open(partner)];
      const cases = [await firm.case(), await firm.case(), await firm.case()];
      for (const id of cases) await first.join(`case:${id}`);
      await second.join('docket');
      await second.join(`case:${cases[0]}`);
      second.send({ type: 'join', room: 'notifications' });
      expect(await second.next('refused')).toMatchObject({ code: 'REALTIME_TOO_MANY_ROOMS' });
      first.send({ type: 'leave', room: `case:${cases[1]}` });
      await first.next('left');
      await second.join('notifications');
    });

    it('hold the messages of one connection, and end one that goes on', async () => {
      const socket = await open(await server.signInAs('partner'));
      for (let sent = 0; sent < 130; sent++) socket.send({ type: 'ping' });
      expect(await socket.ended()).toMatchObject({ code: 4429 });
      expect(socket.of('pong').length).toBeGreaterThanOrEqual(100);
      expect(socket.of('error')[0]).toMatchObject({ code: 'REALTIME_TOO_MANY_EVENTS' });
    });

    it('refuse what is no request, and end a connection that sends too much at once', async () => {
      const socket = await open(await server.signInAs('partner'));
      for (const text of ['no json', '{"type":"join"}', '{"type":"join","room":"docket","x":1}'])
        socket.send(text);
      socket.ws.send(Buffer.from('{"type":"ping"}'), { binary: true });
      await expect.poll(() => socket.of('error').length).toBe(4);
      expect(socket.of('error')[0]).toMatchObject({ code: 'REALTIME_INVALID_MESSAGE' });
      socket.send('x'.repeat(5_000));
      expect(await socket.ended()).toMatchObject({ code: 1009 });
    });
  });

  it('says of each connection when it has ended, and holds none of them', async () => {
    using over = new EndedObjects();
    const { token } = await server.signInAs('partner');
    for (let n = 0; n < 5; n++) {
      using socket = await TestSocket.open(server.url, token);
      await socket.join('docket');
    }
    await expect.poll(() => over.count('websocket')).toBe(5);
    await expect.poll(() => over.alive('websocket')).toBe(0);
  });

  it('shows operators what goes on', async () => {
    const socket = await open(await server.signInAs('partner'));
    await socket.join('docket');
    const operator = await server.signInAs('operator');
    const { status, body } = await operator.get('/api/realtime/monitor');
    expect(status).toBe(200);
    expect(body.connections).toBeGreaterThanOrEqual(1);
    expect(body.rooms).toContainEqual({ kind: 'docket', rooms: 1, members: 1, largest: 1 });
    expect(body.windows.at(-1).messagesIn).toBeGreaterThan(0);
    const metrics = await admin.get('/api/metrics');
    expect(metrics.body).toMatch(/^lexiflow_realtime_connections [1-9]/m);
  });
});
