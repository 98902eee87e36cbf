import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class RateHistory {
  readonly #days: { readonly at: number; readonly rates: string }[] = [];

  add(rates: string): void {
    this.#days.push({ at: Date.now(), rates });
    if (this.#days.length > 365) this.#days.shift();
  }

  latest(): string {
    return this.#days.at(-1)?.rates ?? '';
  }
}

/** A year of rates: the array grows to 365 and then moves on. */
export const program: CorpusProgram = {
  about: 'history of fixed length that is kept by shift',
  verdict: 'benign',
  start(host) {
    const history = new RateHistory();
    host.keep(history);
    host.every(12, () => history.add(textOf(16_000)));
    host.every(40, () => void history.latest());
  },
};
