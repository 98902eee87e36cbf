import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class DayBook {
  readonly #entries = new Map<number, string>();
  #number = 0;
  closedDays = 0;

  enter(text: string): number {
    this.#entries.set(++this.#number, text);
    return this.#number;
  }

  closeDay(): void {
    this.#entries.clear();
    this.closedDays++;
  }
}

/** All entries of the day are kept until the day is closed; the days here are short. */
export const program: CorpusProgram = {
  about: 'Map that grows all day and is cleared when the day is closed',
  verdict: 'benign',
  async start(host) {
    const book = new DayBook();
    host.keep(book);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      outgoing.end(String(book.enter(textOf(6_000))));
    });
    host.every(20, async () => void (await ask('/entries')));
    host.every(8_200, () => book.closeDay());
  },
};
