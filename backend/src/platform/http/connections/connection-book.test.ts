import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Ledger } from '@lexiflow/memory';
import type { MemoryHost } from '@lexiflow/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionBook } from './connection-book.ts';
import { connectionState } from './connection-state.ts';
import { connectionLimits } from './connections.limits.ts';

const { bytes, idleMs } = connectionLimits;

describe('ConnectionBook', () => {
  let server: Server;
  let book: ConnectionBook;
  let ledger: Ledger;
  let nowMs = 0;
  const sockets: Socket[] = [];
  const clients: Socket[] = [];

  const start = async (limitBytes: number) => {
    ledger = new Ledger({ limitBytes });
    const host = {
      openAccount: ledger.openAccount.bind(ledger),
      registerReclaimer: () => () => undefined,
      registerPausable: () => () => undefined,
    } satisfies MemoryHost;
    book = new ConnectionBook(server, host, { waitedMs: () => 0, arrive: () => {} }, () => nowMs);
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  };
  /** Opens a connection and answers the server's side of it. */
  const open = async () => {
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    clients.push(client);
    const count = sockets.length;
    await once(client, 'connect');
    await expect.poll(() => sockets.length).toBeGreaterThan(count);
    return sockets.at(-1) as Socket;
  };
  const setBusy = (socket: Socket) => {
    connectionState(socket)?.began();
  };

  beforeEach(() => {
    nowMs = 0;
    server = createServer();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    sockets.length = 0;
    server.closeAllConnections();
    server.close();
  });

  it('charges each connection until it is closed', async () => {
    await start(64 * 1024 * 1024);
    await open();
    await open();
    expect(book.usedBytes()).toBe(2 * bytes);
    clients[1]?.destroy();
    await expect.poll(() => book.usedBytes()).toBe(bytes);
    expect(book.figures).toEqual({ open: 1, refused: 0, reclaimed: 0 });
  });

  it('closes what has been silent when memory is asked for, and nothing else', async () => {
    await start(64 * 1024 * 1024);
    const silent = await open();
    setBusy(await open());
    nowMs = idleMs;
    await open();
    expect(book.shrink(0)).toBe(bytes);
    expect(silent.destroyed).toBe(true);
    expect(book.figures).toEqual({ open: 2, refused: 0, reclaimed: 1 });
  });

  it('closes no more than it is asked to', async () => {
    await start(64 * 1024 * 1024);
    for (let count = 0; count < 5; count++) await open();
    nowMs = idleMs;
    expect(book.shrink(3 * bytes)).toBe(2 * bytes);
    expect(book.figures.open).toBe(3);
  });

  it('never charges more than its pool holds, whatever is opened', async () => {
    await start(2 * 1024 * 1024);
    const room = ledger.pool('realtime').maxBytes;
    for (let count = 0; count < 60; count++) {
      nowMs += 100;
      const socket = await open();
      if (count % 3 === 0) setBusy(socket);
      expect(book.usedBytes()).toBeLessThanOrEqual(room);
    }
    expect(book.figures.reclaimed).toBeGreaterThan(0);
  });

  it('lets a connection in without a charge when there is no room, and marks it', async () => {
    await start(2 * 1024 * 1024);
    let last = await open();
    setBusy(last);
    for (let count = 0; count < 60; count++) setBusy((last = await open()));
    expect(last.destroyed).toBe(false);
    expect(connectionState(last)?.isCharged).toBe(false);
    expect(book.figures).toMatchObject({ open: 61, reclaimed: 0 });
  });
});
