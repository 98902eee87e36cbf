import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came for one `webhook-id`. */
export interface Arrivals {
  requests: number;
  accepted: number;
}

/** A receiver that is up and down in turn. */
export interface FlakyReceiver extends AsyncDisposable {
  readonly url: string;
  readonly arrivals: ReadonlyMap<string, Arrivals>;
  readonly counts: { accepted: number; refused: number; broken: number };
  /** From now on always up. */
  recover(): void;
}

/**
 * Starts a receiver that is up for `periodMs`, then down for as long: it answers 503 in one half of the
 * down time and ends the connection without an answer in the other.
 */
export async function startFlakyReceiver(periodMs: number): Promise<FlakyReceiver> {
  const arrivals = new Map<string, Arrivals>();
  const counts = { accepted: 0, refused: 0, broken: 0 };
  const startedMs = performance.now();
  let isRecovered = false;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const id = String(request.headers['webhook-id']);
      const seen = arrivals.get(id) ?? { requests: 0, accepted: 0 };
      arrivals.set(id, seen);
      seen.requests += 1;
      const phase = Math.floor((2 * (performance.now() - startedMs)) / periodMs) % 4;
      if (isRecovered || phase < 2) {
        seen.accepted += 1;
        counts.accepted += 1;
        response.writeHead(204).end();
      } else if (phase === 2) {
        counts.refused += 1;
        response.writeHead(503).end();
      } else {
        counts.broken += 1;
        response.destroy();
      }
    });
  });
  // Longer than any sender keeps a connection: a request is never sent into one that is being closed.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    arrivals,
    counts,
    recover: () => void (isRecovered = true),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
