import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Acceptors } from './acceptors.ts';
import { connectionLimits } from './connections.limits.ts';

// Sockets share a port on Linux only, and only there are there several.
describe.skipIf(process.platform !== 'linux')('Acceptors', () => {
  const options = { host: '127.0.0.1', reusePort: true };
  let server: Server;
  let acceptors: Acceptors;
  let port: number;

  beforeEach(async () => {
    server = createServer((_, response) => response.end('here'));
    acceptors = new Acceptors();
    server.listen({ ...options, port: 0 });
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    await acceptors.open(server, options);
  });
  afterEach(() => {
    acceptors.close();
    server.closeAllConnections();
    server.close();
  });

  const ask = () => fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });

  it('hand every connection to the server', async () => {
    let connections = 0;
    server.on('connection', () => connections++);
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(connections).toBe(100);
  });

  it('go on serving alone when the server itself has stopped to listen, and not when they are closed', async () => {
    server.close();
    const answers = await Promise.allSettled(Array.from({ length: 50 }, ask));
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    acceptors.close();
    await expect
      .poll(() =>
        ask().then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
  });

  it('keep the port from a server that does not share it', async () => {
    const other = createNetServer();
    other.listen({ port, host: '127.0.0.1', exclusive: true });
    const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('EADDRINUSE');
    expect(connectionLimits.acceptors).toBeGreaterThan(1);
  });
});
