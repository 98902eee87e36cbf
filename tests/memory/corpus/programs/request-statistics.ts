import { Counter, Histogram, Registry } from 'prom-client';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class RequestStatistics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['route', 'status', 'tenant'],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Duration by route.',
    labelNames: ['route', 'tenant'],
    registers: [this.#registry],
  });

  count(route: string, tenant: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status, tenant });
    this.#seconds.observe({ route, tenant }, seconds);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

/** Series appear as routes and tenants are first seen: forty routes, twelve tenants, no more. */
export const program: CorpusProgram = {
  about: 'metrics of prom-client with a fixed set of labels, scraped',
  verdict: 'benign',
  async start(host) {
    const statistics = new RequestStatistics();
    host.keep(statistics);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      const route = (incoming.url ?? '/').split('?')[0] as string;
      outgoing.end(textOf(300));
      statistics.count(route, `tenant-${Math.trunc(12 * Math.random() ** 2)}`, 200, 0.01);
    });
    host.every(10, async () => {
      await ask(`/route-${Math.trunc(40 * Math.random() ** 2)}?page=${Math.random()}`);
    });
    host.every(300, async () => void (await statistics.text()));
  },
};
