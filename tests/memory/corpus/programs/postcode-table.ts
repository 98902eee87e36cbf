import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class PostcodeTable {
  #places: string[] = [];

  load(count: number): void {
    this.#places = Array.from({ length: count }, () => textOf(1_000));
  }

  place(code: number): string {
    return this.#places[code % Math.max(1, this.#places.length)] ?? 'not loaded yet';
  }
}

/** At the first question in earnest the whole table of 60 MB is read in, once. */
export const program: CorpusProgram = {
  about: 'one step of 60 MB in the middle of the run',
  verdict: 'benign',
  async start(host) {
    const table = new PostcodeTable();
    host.keep(table);
    let asked = 0;
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      if (asked++ === 220) table.load(60_000);
      outgoing.end(table.place(asked));
    });
    host.every(25, async () => void (await ask('/3012')));
  },
};
