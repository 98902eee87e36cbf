import { bodyOf, serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class EventDeduplicator {
  #current = new Set<string>();
  #before = new Set<string>();

  isNew(event: string): boolean {
    if (this.#current.has(event) || this.#before.has(event)) return false;
    this.#current.add(event);
    return true;
  }

  rotate(): void {
    this.#before = this.#current;
    this.#current = new Set();
  }
}

/** Two generations of seen events; every nine minutes the older one is dropped. */
export const program: CorpusProgram = {
  about: 'set of seen events in two generations that rotate',
  verdict: 'benign',
  async start(host) {
    const deduplicator = new EventDeduplicator();
    host.keep(deduplicator);
    const { ask } = await serveLoopback(host, async (incoming, outgoing) => {
      outgoing.end(String(deduplicator.isNew(await bodyOf(incoming))));
    });
    host.every(10, async () => void (await ask('/events', { method: 'POST' }, textOf(7_000))));
    host.every(5_300, () => deduplicator.rotate());
  },
};
