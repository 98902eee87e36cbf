import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ConsoleScreen {
  #text = '';
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  print(line: string): void {
    this.#text += `${line}\n`;
    if (this.#text.length > 2 * this.#length) {
      this.#text = Buffer.from(this.#text.slice(-this.#length)).toString();
    }
  }

  get tail(): string {
    return this.#text.slice(-80);
  }
}

/** The screen keeps the last two megabytes and lets the text double before it cuts. */
export const program: CorpusProgram = {
  about: 'growing text that is cut back to its tail',
  verdict: 'benign',
  async start(host) {
    const screen = new ConsoleScreen(2_000_000);
    host.keep(screen);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      screen.print(textOf(9_000));
      outgoing.end(screen.tail);
    });
    host.every(14, async () => void (await ask('/print')));
  },
};
