import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Penalty {
  readonly client: string;
  readonly evidence: string;
  readonly untilMs: number;
}

class ClientLimiter {
  readonly #penalties = new Map<string, Penalty>();
  allowed = 0;

  allow(client: string, body: string): boolean {
    const penalty = this.#penalties.get(client);
    if (penalty !== undefined && penalty.untilMs > Date.now()) return false;
    if (!body.startsWith('!')) {
      this.allowed++;
      return true;
    }
    this.#penalties.set(client, { client, evidence: body, untilMs: Date.now() + 500 });
    return false;
  }
}

/** One request of twenty misbehaves and leaves a penalty that is over soon and kept for ever. */
export const program: CorpusProgram = {
  about: 'slow leak on the path that 5 % of the requests take',
  verdict: 'leak',
  culprit: { holder: 'ClientLimiter.#penalties' },
  async start(host) {
    const limiter = new ClientLimiter();
    host.keep(limiter);
    let number = 0;
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const isBad = number++ % 20 === 0;
      const isAllowed = limiter.allow(`client-${number}`, `${isBad ? '!' : '.'}${textOf(26_000)}`);
      outgoing.end(String(isAllowed));
    });
    host.every(10, async () => void (await ask('/')));
  },
};
