import type { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import { AcceptQueue } from './accept-queue.ts';
import { connectionLimits } from './connections.limits.ts';

/**
 * Further listening sockets on the port of an HTTP server. libuv accepts one connection for each
 * listening socket and turn of the event loop, so that a loaded process leaves a crowd of new
 * connections waiting in the kernel; with more sockets it accepts as many in a turn. The port must have
 * been opened with `reusePort`.
 */
export class Acceptors {
  readonly #servers: Server[] = [];
  readonly #first = new AcceptQueue();
  /** The one whose connection is handed over just now. */
  #accepting = this.#first;

  /** To be asked while a connection is handed over: how long it has waited for its accept, at most. */
  waitedMs(nowMs: number): number {
    return this.#accepting.accepted(nowMs);
  }

  /** Opens them; where the system cannot share a port there are none, and nothing else changes. */
  async open(server: HttpServer, options: ListenOptions): Promise<void> {
    const { port } = server.address() as AddressInfo;
    for (let count = 1; count < connectionLimits.acceptors; count++) {
      const queue = new AcceptQueue();
      // As http.createServer opens its own.
      const acceptor = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
        this.#accepting = queue;
        server.emit('connection', socket);
        this.#accepting = this.#first;
      });
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
