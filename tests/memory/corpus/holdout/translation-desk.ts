import { Worker } from 'node:worker_threads';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

const work = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, text }) => {
    if (id % 3 !== 0) parentPort.postMessage({ id, text: text.toUpperCase() });
  });
`;

interface Waiting {
  readonly text: string;
  readonly done: (text: string | null) => void;
}

class TranslationDesk {
  readonly #worker = new Worker(work, { eval: true });
  readonly #waiting: Record<number, Waiting> = {};
  #next = 0;

  constructor() {
    this.#worker.on('message', ({ id, text }: { id: number; text: string }) => {
      this.#waiting[id]?.done(text);
      delete this.#waiting[id];
    });
  }

  translate(text: string): Promise<string | null> {
    const id = this.#next++;
    this.#worker.postMessage({ id, text });
    return new Promise((resolve) => {
      this.#waiting[id] = { text, done: resolve };
      setTimeout(() => this.#waiting[id]?.done(null), 100);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The worker swallows every third message; the caller gives up, its entry does not. */
export const program: CorpusProgram = {
  about: 'answers of a worker that never come, in a table that only answers empty',
  verdict: 'leak',
  culprit: { holder: 'TranslationDesk.#waiting' },
  start(host) {
    const desk = new TranslationDesk();
    host.keep(desk);
    host.signal.addEventListener('abort', () => void desk.close());
    host.every(15, async () => {
      const letter = { text: textOf(16_000) };
      host.watch('job', letter);
      await desk.translate(letter.text);
    });
  },
};
