import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionState, connectionState } from './connection-state.ts';

/** Turns of the event loop in which data that is there would be read. */
const TURNS = 50;

describe('a connection that rests', () => {
  let server: Server;
  let client: Socket;
  let nowMs: number;
  /** What each request may have waited, as the server sees it. */
  let waits: number[];
  let rests: boolean;

  beforeEach(async () => {
    nowMs = 0;
    waits = [];
    rests = false;
    server = createServer((request, response) => {
      const state = connectionState(request.socket);
      if (state === undefined) throw new Error('no state');
      state.began();
      waits.push(state.waitedMs);
      if (rests) state.rest(nowMs);
      response.on('close', () => state.ended(nowMs, request.complete));
      response.end('here');
    });
    server.on('connection', (socket: Socket) => {
      new ConnectionState(socket, nowMs, 0, true, () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(client, 'connect');
  });
  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  const ask = () => client.write('GET / HTTP/1.1\r\nhost: test\r\n\r\n');
  const answered = () => once(client, 'data');
  const turns = async () => {
    for (let count = 0; count < TURNS; count++) await turn();
  };
  /** The server's side of the connection, resting after its first request. */
  const resting = async (): Promise<ConnectionState> => {
    rests = true;
    const side = new Promise<Socket>((resolve) =>
      server.once('request', (request) => resolve(request.socket)),
    );
    ask();
    await answered();
    const state = connectionState(await side) as ConnectionState;
    await expect.poll(() => state.idleSinceMs).toBe(Number.POSITIVE_INFINITY);
    rests = false;
    return state;
  };

  it('answers, reads nothing until it is woken, and says how long that was', async () => {
    const state = await resting();
    ask();
    await turns();
    expect(waits).toEqual([0]);
    nowMs = 700;
    state.wake(nowMs);
    await answered();
    expect(waits).toEqual([0, 700]);
    await turns();
    ask();
    await answered();
    expect(waits).toEqual([0, 700, 0]);
  });

  it('is not late with what comes after it was woken', async () => {
    const state = await resting();
    nowMs = 700;
    state.wake(nowMs);
    expect(state.idleSinceMs).toBe(700);
    await turns();
    ask();
    await answered();
    expect(waits).toEqual([0, 0]);
  });
});
