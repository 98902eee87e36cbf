import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class RowLoader {
  readonly #rows: string[] = [];
  loaded = 0;

  add(row: string): void {
    this.#rows.push(row);
  }

  load(): void {
    const batch = this.#rows.splice(0);
    this.loaded += batch.length;
  }
}

/** Rows are gathered for a load every few minutes: the array climbs and falls to nothing. */
export const program: CorpusProgram = {
  about: 'sawtooth: a batch buffer that is emptied every 5 minutes',
  verdict: 'benign',
  start(host) {
    const loader = new RowLoader();
    host.keep(loader);
    host.every(10, () => loader.add(textOf(12_000)));
    host.every(3_100, () => loader.load());
  },
};
