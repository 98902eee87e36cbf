import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ProductCatalogue {
  readonly #products = new Map<number, string>();

  put(number: number, description: string): void {
    this.#products.set(number, description);
  }

  find(number: number): string {
    return this.#products.get(number) ?? 'unknown';
  }
}

/** The catalogue is read in article by article for the first minutes and complete after that. */
export const program: CorpusProgram = {
  about: 'warm-up: a Map filled steadily at the start, then complete',
  verdict: 'benign',
  async start(host) {
    const catalogue = new ProductCatalogue();
    host.keep(catalogue);
    let loaded = 0;
    host.every(8, () => {
      if (loaded < 500) catalogue.put(loaded++, textOf(16_000));
    });
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(catalogue.find(Number((incoming.url ?? '/0').slice(1))).slice(0, 100));
    });
    host.every(20, async () => void (await ask(`/${Math.trunc(Math.random() * 500)}`)));
  },
};
