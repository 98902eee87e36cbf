import { describe, expect, it } from 'vitest';
import type { RealtimeMessage, RealtimeRequest } from './realtime.ts';
import { RealtimeClient, type RealtimeSocket } from './realtime-client.ts';

class FakeSocket implements RealtimeSocket {
  readyState = 1;
  onopen: RealtimeSocket['onopen'] = null;
  onmessage: RealtimeSocket['onmessage'] = null;
  onclose: RealtimeSocket['onclose'] = null;
  onerror: RealtimeSocket['onerror'] = null;
  readonly sent: RealtimeRequest[] = [];
  closedWith: number | undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as RealtimeRequest);
  }

  close(code?: number): void {
    this.closedWith = code;
  }

  hear(...messages: RealtimeMessage[]): void {
    for (const message of messages) this.onmessage?.({ data: JSON.stringify(message) } as never);
  }

  end(code: number): void {
    this.onclose?.({ code } as never);
  }
}

const welcome = { type: 'welcome', position: 10, pingMs: 25_000 } as const;
const room = 'docket';

/** A client whose sockets and timers a test holds in its hands. */
function start() {
  const sockets: FakeSocket[] = [];
  const timers = new Map<() => void, number>();
  const signedOut: boolean[] = [];
  const client = new RealtimeClient({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    after: (ms, task) => {
      timers.set(task, ms);
      return () => void timers.delete(task);
    },
    random: () => 0.5,
    onSignedOut: () => signedOut.push(true),
  });
  const heard: RealtimeMessage[] = [];
  const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;
  /** Runs the one timer there is; answers its delay. */
  const elapse = async (): Promise<number> => {
    const [[task, ms] = [() => undefined, 0]] = timers;
    timers.delete(task);
    task();
    await Promise.resolve();
    await Promise.resolve();
    return ms;
  };
  const ready = async (): Promise<FakeSocket> => {
    await Promise.resolve();
    await Promise.resolve();
    socket().hear(welcome);
    return socket();
  };
  return { client, sockets, socket, timers, heard, elapse, ready, signedOut };
}

const event = (position: number): RealtimeMessage => ({
  type: 'event',
  room,
  position,
  event: {
    ...{ id: '', type: 'case.changed', aggregateType: 'case', aggregateId: '', caseId: null },
    ...{ at: '', actorId: null, actorName: '', payload: {} },
  },
});
const joined = (position: number): RealtimeMessage => ({
  type: 'joined',
  room,
  position,
  isResumed: false,
});

describe('RealtimeClient', () => {
  it('says nothing on a socket that is being closed, and comes back when it is', async () => {
    const { client, sockets, socket, ready, elapse } = start();
    await ready();
    socket().sent.length = 0;
    socket().readyState = 2;
    client.join(room, () => undefined)();
    expect(socket().sent).toEqual([]);
    socket().end(1012);
    await elapse();
    expect(sockets).toHaveLength(2);
  });

  it('tells each event once, and asks for what it missed when it comes back', async () => {
    const { client, heard, elapse, ready } = start();
    client.join(room, (message) => heard.push(message));
    const first = await ready();
    expect(first.sent[0]).toEqual({ type: 'join', room });
    first.hear(joined(10), event(11), event(12), event(11));
    expect(heard.map(({ type }) => type)).toEqual(['joined', 'event', 'event']);
    first.end(1006);
    await elapse();
    const second = await ready();
    expect(second.sent[0]).toEqual({ type: 'join', room, since: 12 });
  });

  it('takes a pong for news that nothing happened', async () => {
    const { client, elapse, ready } = start();
    client.join(room, () => undefined);
    const first = await ready();
    first.hear(joined(10), { type: 'pong', position: 40 });
    first.end(1006);
    await elapse();
    expect((await ready()).sent[0]).toEqual({ type: 'join', room, since: 40 });
  });

  it('comes back at the time the server named, else later with each failure', async () => {
    const { elapse, ready, socket } = start();
    const first = await ready();
    first.hear({ type: 'bye', retryAfterMs: 4_321 });
    first.end(1012);
    expect(await elapse()).toBe(4_321);
    const waits: number[] = [];
    for (let failures = 0; failures < 7; failures++) {
      socket().end(1006);
      waits.push(await elapse());
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('gives up a connection that no longer answers', async () => {
    const { elapse, ready, socket, sockets } = start();
    const first = await ready();
    first.hear({ type: 'pong', position: 10 });
    expect(await elapse()).toBe(25_000);
    expect(first.closedWith).toBeUndefined();
    await elapse();
    expect(first.closedWith).toBe(4000);
    await elapse();
    expect(sockets).toHaveLength(2);
    expect(socket()).not.toBe(first);
  });

  it('does not come back to a session that has ended, nor after a close', async () => {
    const ended = start();
    (await ended.ready()).end(4401);
    expect([ended.timers.size, ended.signedOut]).toEqual([0, [true]]);
    const closed = start();
    const socket = await closed.ready();
    closed.client.close();
    socket.end(1000);
    expect([closed.timers.size, socket.closedWith]).toEqual([0, 1000]);
  });

  it('leaves a room with its last listener, and stays in one that was joined anew', async () => {
    const { client, ready, heard } = start();
    const leaveFirst = client.join(room, () => undefined);
    const leaveSecond = client.join(room, () => undefined);
    const socket = await ready();
    leaveFirst();
    expect(socket.sent.filter(({ type }) => type === 'leave')).toEqual([]);
    leaveSecond();
    client.join(room, (message) => heard.push(message));
    expect(socket.sent.slice(-2).map(({ type }) => type)).toEqual(['leave', 'join']);
    socket.hear({ type: 'left', room, reason: 'asked' }, joined(10), event(11));
    expect(heard.map(({ type }) => type)).toEqual(['joined', 'event']);
  });
});
