import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that looks to the monitor as the API does. */
export interface StandIn extends Disposable {
  readonly url: string;
  /** Requests it has answered. */
  readonly answered: number;
}

/** Serves a metrics page of many routes whose counters grow, and a health address. */
export async function startStandIn(routes: number): Promise<StandIn> {
  const startedMs = Date.now();
  let answered = 0;
  const server = createServer((request, response) => {
    answered++;
    response.end(request.url === '/metrics' ? page(routes, Date.now() - startedMs) : 'ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get answered() {
      return answered;
    },
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function page(routes: number, ageMs: number): string {
  const name = 'lexiflow_http_request_duration_seconds';
  const lines = Array.from({ length: routes }, (_, route) => {
    const label = `route="GET /api/route-${route}/:id"`;
    const buckets = Array.from(
      { length: 12 },
      (__, bucket) => `${name}_bucket{${label},le="${2 ** bucket}"} ${ageMs}`,
    );
    return [
      ...buckets,
      `${name}_sum{${label}} ${ageMs / 100}`,
      `${name}_count{${label}} ${ageMs}`,
    ].join('\n');
  });
  return [
    ...lines,
    `process_resident_memory_bytes ${100_000_000 + ageMs * 10}`,
    'lexiflow_memory_limit_bytes 400000000',
    `process_uptime_seconds ${ageMs / 1000}`,
    '',
  ].join('\n');
}
