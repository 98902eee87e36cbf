import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Reading {
  readonly meter: number;
  readonly value: string;
}

class ReadingStore {
  #log: Reading[] = [];

  append(record: Reading): void {
    this.#log.push(record);
  }

  /** Keeps the newest record of each meter. */
  compact(): void {
    const newest = new Map(this.#log.map((record) => [record.meter, record]));
    this.#log = [...newest.values()];
  }
}

/** A log that is compacted now and then to the newest record of each of 120 meters. */
export const program: CorpusProgram = {
  about: 'log that grows and is compacted to its newest records',
  verdict: 'benign',
  start(host) {
    const store = new ReadingStore();
    host.keep(store);
    host.every(10, () => {
      store.append({ meter: Math.trunc(Math.random() * 120), value: textOf(11_000) });
    });
    host.every(3_700, () => store.compact());
  },
};
