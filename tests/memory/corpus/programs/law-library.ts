import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class LawLibrary {
  readonly #articles: Map<number, string>;
  reads = 0;

  constructor(count: number) {
    this.#articles = new Map(Array.from({ length: count }, (_, at) => [at, textOf(2_000)]));
  }

  article(number: number): string {
    this.reads++;
    return this.#articles.get(number) ?? '';
  }

  amend(number: number): void {
    this.#articles.set(number, textOf(2_000));
  }
}

/** 80 MB from the first moment on; entries are replaced, never added. */
export const program: CorpusProgram = {
  about: 'large state of constant size whose entries are replaced',
  verdict: 'benign',
  async start(host) {
    const library = new LawLibrary(40_000);
    host.keep(library);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const number = Math.trunc(Math.random() * 40_000);
      library.amend(number);
      outgoing.end(library.article(number));
    });
    host.every(10, async () => void (await ask('/article')));
  },
};
