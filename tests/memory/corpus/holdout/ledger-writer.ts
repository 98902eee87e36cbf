import { setTimeout } from 'node:timers/promises';
import type { CorpusProgram } from '../program.ts';

class LedgerWriter {
  #tail: Promise<unknown> = Promise.resolve();
  written = 0;

  write(page: string[], save: (page: string[]) => Promise<void>): void {
    this.#tail = this.#tail.then(async () => {
      await save(page);
      this.written++;
    });
  }
}

function bookPage(number: number): string[] {
  const lines: string[] = [];
  for (let line = 0; line < 70; line++) lines.push(`${number}.${line} ${Math.random()} CHF`);
  return lines;
}

/** Pages are written one after the other; one save waits for a lock for an hour, and all later ones behind it. */
export const program: CorpusProgram = {
  about: 'promises chained behind one that waits for hours',
  verdict: 'leak',
  culprit: { holder: 'LedgerWriter tail', allocation: ['bookPage', 'write'] },
  start(host) {
    const writer = new LedgerWriter();
    host.keep(writer);
    let number = 0;
    host.every(16, () => {
      const page = bookPage(number++);
      host.watch('job', page);
      writer.write(page, () => setTimeout(number === 60 ? 3_600_000 : 3));
    });
  },
};
