import { Worker } from 'node:worker_threads';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

const work = `
  const { parentPort } = require('node:worker_threads');
  const { createHash } = require('node:crypto');
  parentPort.on('message', ({ id, text }) => {
    parentPort.postMessage({ id, hash: createHash('sha256').update(text).digest('hex') });
  });
`;

class HashWorkers {
  readonly #workers = [0, 1].map(() => new Worker(work, { eval: true }));
  readonly #waiting = new Map<number, (hash: string) => void>();
  #next = 0;

  constructor() {
    for (const worker of this.#workers) {
      worker.on('message', ({ id, hash }: { id: number; hash: string }) => {
        this.#waiting.get(id)?.(hash);
        this.#waiting.delete(id);
      });
    }
  }

  hash(text: string): Promise<string> {
    const id = this.#next++;
    this.#workers[id % 2]?.postMessage({ id, text });
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Two workers answer by number; every answer takes its entry out of the table. */
export const program: CorpusProgram = {
  about: 'pool of two workers with a table of answers that are awaited',
  verdict: 'benign',
  async start(host) {
    const workers = new HashWorkers();
    host.keep(workers);
    host.signal.addEventListener('abort', () => void workers.close());
    const { ask } = await serveLoopback(host, async (_incoming, outgoing) => {
      outgoing.end(await workers.hash(textOf(20_000)));
    });
    host.every(12, async () => void (await ask('/hash')));
  },
};
