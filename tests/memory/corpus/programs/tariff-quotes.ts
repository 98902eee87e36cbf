import { bodyOf, serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Quote {
  readonly route: string;
  readonly conditions: string;
  readonly priceCents: number;
}

class TariffDesk {
  readonly #quotes = new Map<number, Quote>();
  #next = 1;

  offer(route: string, wishes: string): { id: number; priceCents: number } {
    const id = this.#next++;
    const quote = { route, conditions: wishes, priceCents: route.length * 120 + wishes.length };
    this.#quotes.set(id, quote);
    return { id, priceCents: quote.priceCents };
  }

  accept(id: number): boolean {
    return this.#quotes.has(id);
  }
}

/** A quote is kept for an acceptance that most customers never send. */
export const program: CorpusProgram = {
  about: 'Map in a #private field that keeps every offer made over HTTP',
  verdict: 'leak',
  culprit: { holder: 'TariffDesk.#quotes' },
  async start(host) {
    const desk = new TariffDesk();
    host.keep(desk);
    const { ask } = await serveLoopback(host, async (incoming, outgoing) => {
      const wishes = await bodyOf(incoming);
      outgoing.end(JSON.stringify(desk.offer(incoming.url ?? '/', wishes)));
    });
    host.every(16, async () => {
      await ask('/zurich/basel', { method: 'POST' }, textOf(6_000));
    });
  },
};
