import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { httpLimits } from './http.limits.ts';

const LOOK_EVERY_MS = 25;

/** What the end of a server works with. */
export interface DrainParts {
  /** Closes what else accepts connections for it. */
  readonly stopAccepting: () => void;
  readonly openConnections: () => number;
  readonly inFlight: () => number;
}

/**
 * Stops accepting, lets requests in flight end, and cuts those still open after
 * `httpLimits.drainMs`. Answers how many were cut.
 *
 * A client that is about to send its next request must not find its connection closed: for
 * `httpLimits.drainIdleMs` such a request is still answered, with `Connection: close`, and only
 * connections that stay silent are closed then. Node's own `close` would close them at once.
 */
export async function drainServer(
  server: Server,
  { stopAccepting, openConnections, inFlight }: DrainParts,
): Promise<number> {
  if (!server.listening) return 0;
  const startedMs = performance.now();
  const elapsedMs = () => performance.now() - startedMs;
  NetServer.prototype.close.call(server);
  stopAccepting();
  while (openConnections() > 0 && elapsedMs() < httpLimits.drainMs) {
    if (elapsedMs() >= httpLimits.drainIdleMs) server.closeIdleConnections();
    await wait(LOOK_EVERY_MS);
  }
  const cut = inFlight();
  server.closeAllConnections();
  return cut;
}
