import { Counter, Registry } from 'prom-client';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class HttpMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by path.',
    labelNames: ['method', 'path', 'status'],
    registers: [this.#registry],
  });

  count(method: string, path: string, status: number): void {
    this.#requests.inc({ method, path, status });
  }
}

/** The label carries the whole path with its query, so every request makes a series. */
export const program: CorpusProgram = {
  about: 'metric of prom-client with a label that never repeats',
  verdict: 'leak',
  culprit: { holder: 'HttpMetrics.#requests hashMap' },
  async start(host) {
    const metrics = new HttpMetrics();
    host.keep(metrics);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end('found');
      metrics.count(incoming.method ?? 'GET', incoming.url ?? '/', outgoing.statusCode);
    });
    host.every(14, async () => {
      await ask(`/search?q=${encodeURIComponent(textOf(1_600))}`);
    });
  },
};
