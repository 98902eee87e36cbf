import { LRUCache } from 'lru-cache';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class GeoLookup {
  readonly #places = new LRUCache<string, string>({ max: 2_200 });

  place(address: string): string {
    const known = this.#places.get(address);
    if (known !== undefined) return known;
    const found = textOf(4_000);
    this.#places.set(address, found);
    return found;
  }
}

/** New addresses come all the time; the cache is at its bound after 35 minutes and stays there. */
export const program: CorpusProgram = {
  about: 'lru-cache on its way to its bound, with keys that seldom repeat',
  verdict: 'benign',
  async start(host) {
    const lookup = new GeoLookup();
    host.keep(lookup);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(lookup.place(incoming.url ?? '/').slice(0, 80));
    });
    let asked = 0;
    host.every(10, async () => {
      await ask(`/10.0.${Math.trunc(asked++ / 250)}.${asked % 250}`);
    });
  },
};
