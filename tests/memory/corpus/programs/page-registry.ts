import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Page {
  readonly address: string;
  readonly html: string;
}

class PageRegistry {
  readonly #pages = new Map<string, WeakRef<Page>>();
  readonly #words = new WeakMap<Page, number>();
  readonly #gone = new FinalizationRegistry<string>((address) => this.#pages.delete(address));

  page(address: string): Page {
    const known = this.#pages.get(address)?.deref();
    if (known !== undefined) return known;
    const page = { address, html: textOf(9_000) };
    this.#pages.set(address, new WeakRef(page));
    this.#words.set(page, page.html.split(' ').length);
    this.#gone.register(page, address);
    return page;
  }
}

/** Pages live as long as V8 lets them; a major collection takes them and their keys. */
export const program: CorpusProgram = {
  about: 'cache of weak references that only collections empty',
  verdict: 'benign',
  async start(host) {
    const registry = new PageRegistry();
    host.keep(registry);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(registry.page(incoming.url ?? '/').html.slice(0, 60));
    });
    let number = 0;
    host.every(12, async () => void (await ask(`/page/${number++}`)));
  },
};
