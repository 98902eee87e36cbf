import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Call {
  readonly notes: string;
}

class HelpDesk {
  readonly #calls = new Map<number, Call>();
  #next = 1;

  begin(): number {
    this.#calls.set(this.#next, { notes: textOf(40_000) });
    return this.#next++;
  }

  end(id: number): void {
    this.#calls.delete(id);
  }
}

/** Load goes up and down like day and night; calls last long and all end. */
export const program: CorpusProgram = {
  about: 'day and night: open calls follow a load that rises and falls',
  verdict: 'benign',
  async start(host) {
    const desk = new HelpDesk();
    host.keep(desk);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const id = desk.begin();
      setTimeout(() => desk.end(id), 2_500);
      outgoing.end(String(id));
    });
    const startedAt = performance.now();
    host.every(20, async () => {
      const phase = ((performance.now() - startedAt) / 9_000) * 2 * Math.PI;
      const calls = Math.random() < 0.5 - 0.5 * Math.cos(phase) ? 3 : 0;
      for (let call = 0; call < calls; call++) await ask('/call');
    });
  },
};
