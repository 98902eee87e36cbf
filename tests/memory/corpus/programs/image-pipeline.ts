import type { Account } from '@lexiflow/memory';
import { serveLoopback } from '../loopback.ts';
import type { CorpusHost, CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ImagePipeline {
  readonly #host: CorpusHost;
  scaled = 0;

  constructor(host: CorpusHost) {
    this.#host = host;
  }

  scale(path: string): string {
    const account: Account = this.#host.openAccount('request', 'GET /image');
    if (!account.grow(40_000)) return 'no memory';
    this.scaled++;
    const small = textOf(4_000);
    if (path.endsWith('.svg')) return small;
    account.shrink(40_000);
    account.close();
    return small;
  }
}

/** Pictures that need no scaling return early, with their account open and charged. */
export const program: CorpusProgram = {
  about: 'account of the governor left open on an early return',
  verdict: 'leak',
  culprit: { holder: ['request GET image'] },
  async start(host) {
    const pipeline = new ImagePipeline(host);
    host.keep(pipeline);
    let asked = 0;
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(pipeline.scale(incoming.url ?? '/'));
    });
    host.every(18, async () => {
      const kind = asked++ % 3 === 0 ? 'svg' : 'png';
      await ask(`/${asked}.${kind}`);
    });
  },
};
