import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import { connectionLimits } from './connections.limits.ts';

/**
 * Further listening sockets on the port of an HTTP server. libuv accepts one connection for each
 * listening socket and turn of the event loop, so that a loaded process lets a crowd of new connections
 * time out in the kernel; with more sockets it accepts as many in a turn. The port must have been opened
 * with `reusePort`.
 */
export class Acceptors {
  readonly #servers: Server[] = [];

  /** Opens them; where the system cannot share a port there are none, and nothing else changes. */
  async open(server: HttpServer, options: ListenOptions): Promise<void> {
    const { port } = server.address() as AddressInfo;
    for (let count = 1; count < connectionLimits.acceptors; count++) {
      const acceptor = createServer((socket) => server.emit('connection', socket));
      acceptor.on('error', () => {});
      const isOpen = await new Promise<boolean>((resolve) => {
        acceptor.once('error', () => resolve(false));
        acceptor.listen({ ...options, port }, () => resolve(true));
      });
      if (!isOpen) return;
      this.#servers.push(acceptor);
    }
  }

  /** Stops accepting; what was accepted stays open. */
  close(): void {
    for (const server of this.#servers.splice(0)) server.close();
  }
}
