import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class SensorWindow {
  readonly #slots: string[] = [];
  readonly #length: number;
  #at = 0;

  constructor(length: number) {
    this.#length = length;
  }

  add(reading: string): void {
    this.#slots[this.#at] = reading;
    this.#at = (this.#at + 1) % this.#length;
  }

  get filled(): number {
    return this.#slots.length;
  }
}

/** The array grows until the window is full, then old readings are written over. */
export const program: CorpusProgram = {
  about: 'ring buffer that fills for six minutes and then turns',
  verdict: 'benign',
  async start(host) {
    const window = new SensorWindow(400);
    host.keep(window);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      window.add(textOf(15_000));
      outgoing.end(String(window.filled));
    });
    host.every(10, async () => void (await ask('/reading')));
  },
};
