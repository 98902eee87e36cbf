import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { RealtimeHub } from './realtime-hub.ts';
import { realtimeLimits } from './realtime.limits.ts';
import { TestSocket } from './testing/test-socket.ts';

describe('readers of WebSockets', () => {
  let server: TestServer;
  let hub: RealtimeHub;
  const sockets: TestSocket[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    hub = server.app.nest.get(RealtimeHub, { strict: false });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket[Symbol.dispose]();
    await expect.poll(() => hub.table.size).toBe(0);
  });
  afterAll(() => server.close());

  const open = async (options = {}): Promise<TestSocket> => {
    const { token } = await server.signInAs('partner');
    const socket = await TestSocket.open(server.url, token, options);
    sockets.push(socket);
    await socket.join('docket');
    return socket;
  };

  it('that are slow are left out, hold a bounded number of bytes, and load anew later', async () => {
    const [slow, quick] = [await open(), await open()];
    slow.ws.pause();
    const body = 'x'.repeat(20_000);
    const most = realtimeLimits.unsentBytes.value;
    let sent = 0;
    // The kernel takes the first megabytes; how many differs from machine to machine.
    while (hub.outgoing.behind === 0 && sent < 5_000) {
      hub.publish('docket', 'note', { sent: ++sent, body });
      expect(hub.outgoing.usedBytes()).toBeLessThanOrEqual(2 * most);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(hub.outgoing.behind).toBe(1);
    expect(hub.outgoing.usedBytes()).toBeGreaterThan(0);
    for (let more = 0; more < 20; more++) hub.publish('docket', 'note', { sent: ++sent });
    await expect.poll(() => quick.of('message').length).toBe(sent);
    expect(hub.figures.dropped).toBeGreaterThanOrEqual(20);
    slow.ws.resume();
    expect(await slow.next('resync')).toMatchObject({ room: 'docket', reason: 'slow' });
    expect(slow.of('message').length).toBeLessThan(sent);
    hub.publish('docket', 'note', { last: true });
    await slow.next('message', ({ body: told }) => (told as { last?: boolean }).last === true);
    expect([hub.outgoing.behind, hub.outgoing.usedBytes()]).toEqual([0, 0]);
  });

  it('that are cut off under pressure give back what waited for them', async () => {
    const slow = await open();
    slow.ws.pause();
    const body = 'x'.repeat(20_000);
    for (let sent = 0; hub.outgoing.behind === 0 && sent < 5_000; sent++) {
      hub.publish('docket', 'note', body);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(hub.outgoing.shrink(0)).toBeGreaterThan(0);
    await expect.poll(() => hub.table.size).toBe(0);
    expect([hub.outgoing.behind, hub.outgoing.usedBytes()]).toEqual([0, 0]);
    expect(hub.figures.closedBy.get('memory')).toBe(1);
  });

  it('that give no sign of life are cut off, and no others', async () => {
    const silent = await open({ autoPong: false });
    const alive = await open();
    const round = (): void => {
      for (let beat = 0; beat < realtimeLimits.beats.value; beat++) hub.heartbeat.tick();
    };
    round();
    await expect.poll(() => [...hub.table.all()].filter(({ isAlive }) => isAlive).length).toBe(1);
    round();
    await silent.ended();
    await alive.settle();
    expect(hub.figures.closedBy.get('silent')).toBe(1);
  });

  it('get messages of every length whole', async () => {
    const socket = await open();
    for (const length of [0, 20, 60, 61, 70, 30_000]) {
      hub.publish('docket', 'note', 'é'.repeat(length));
      await socket.next('message', ({ body }) => body === 'é'.repeat(length));
    }
  });

  it('are refused with a reason when memory is short, and the others stay', async () => {
    const before = await open();
    const { governor } = server.platform;
    Object.defineProperty(governor, 'level', { configurable: true, get: () => 'warning' });
    const { token } = await server.signInAs('partner');
    const refused = await TestSocket.open(server.url, token);
    expect(await refused.ended()).toEqual({
      code: 1013,
      reason: 'memory is short (warning): come back in 5 s',
    });
    Reflect.deleteProperty(governor, 'level');
    await before.settle();
    await open();
  });
});
