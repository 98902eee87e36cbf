import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { httpLimits } from './http.limits.ts';

const LOOK_EVERY_MS = 25;

/**
 * Stops accepting, lets requests in flight end, closes connections as they fall idle, and cuts
 * those still open after `httpLimits.drainMs`. Answers how many were cut.
 */
export async function drainServer(server: Server, inFlight: () => number): Promise<number> {
  if (!server.listening) return 0;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const deadline = performance.now() + httpLimits.drainMs;
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  while (!isClosed && performance.now() < deadline) {
    server.closeIdleConnections();
    await Promise.race([closed, wait(LOOK_EVERY_MS)]);
  }
  const cut = inFlight();
  server.closeAllConnections();
  await closed;
  return cut;
}
