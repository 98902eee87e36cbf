import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class StatementPrinter {
  readonly #closing: Promise<never>;

  constructor(signal: AbortSignal) {
    this.#closing = new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('closing')));
    });
    this.#closing.catch(() => undefined);
  }

  print(account: number): Promise<string[]> {
    return Promise.race([renderStatement(account), this.#closing]);
  }
}

async function renderStatement(account: number): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return Array.from({ length: 10 }, (_, line) => `${account}/${line} ${textOf(900)}`);
}

/** Every race leaves its reactions, and through them its result, on the promise that lives on. */
export const program: CorpusProgram = {
  about: 'Promise.race of each request with a promise that settles at shutdown',
  verdict: 'leak',
  culprit: {
    holder: 'StatementPrinter closing',
    allocation: ['renderStatement', 'textOf', 'print'],
  },
  async start(host) {
    const printer = new StatementPrinter(host.signal);
    host.keep(printer);
    let account = 0;
    const { ask } = await serveLoopback(host, async (_incoming, outgoing) => {
      const lines = await printer.print(account++);
      outgoing.end(lines.join('\n'));
    });
    host.every(20, async () => void (await ask('/statement')));
  },
};
