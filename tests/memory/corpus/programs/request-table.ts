import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Running {
  readonly path: string;
  readonly body: string;
}

class RequestTable {
  readonly #running = new Map<number, Running>();
  #next = 0;

  begin(path: string): number {
    this.#running.set(++this.#next, { path, body: textOf(30_000) });
    return this.#next;
  }

  end(id: number): void {
    this.#running.delete(id);
  }

  get size(): number {
    return this.#running.size;
  }
}

/** The load rises for 25 minutes, and with it what is open at a time. */
export const program: CorpusProgram = {
  about: 'requests in flight under a load that rises for 25 minutes',
  verdict: 'benign',
  async start(host) {
    const table = new RequestTable();
    host.keep(table);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      const id = table.begin(incoming.url ?? '/');
      outgoing.end(String(table.size));
      setTimeout(() => table.end(id), 900);
    });
    const startedAt = performance.now();
    host.every(25, async () => {
      const perTick = 0.4 + Math.min(15_000, performance.now() - startedAt) / 6_000;
      const count = Math.trunc(perTick) + (Math.random() < perTick % 1 ? 1 : 0);
      await Promise.all(Array.from({ length: count }, () => ask('/slow')));
    });
  },
};
