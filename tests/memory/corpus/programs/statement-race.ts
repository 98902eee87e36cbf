import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';

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
  const lines: string[] = [];
  for (let line = 0; line < 60; line++) {
    lines.push(`${account};${line};${Math.random()};${Math.random()};CHF`);
  }
  return lines;
}

/** Every race leaves its reactions, and through them its result, on the promise that lives on. */
export const program: CorpusProgram = {
  about: 'Promise.race of each request with a promise that settles at shutdown',
  verdict: 'leak',
  culprit: {
    holder: 'StatementPrinter closing',
    allocation: ['renderStatement', 'print'],
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
