import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class TillReport {
  readonly #totals = new Map<string, number>();
  #receipts = 0n;
  #turnoverCents = 0;

  sell(article: string, cents: number): bigint {
    this.#totals.set(article, (this.#totals.get(article) ?? 0) + cents);
    this.#turnoverCents += cents;
    return ++this.#receipts;
  }

  get turnover(): number {
    return this.#turnoverCents / 100;
  }
}

/** Everything here only ever increases, and all of it is numbers. */
export const program: CorpusProgram = {
  about: 'totals by article that only count up',
  verdict: 'benign',
  async start(host) {
    const report = new TillReport();
    host.keep(report);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      const receipt = report.sell(incoming.url ?? '/', 1 + Math.trunc(Math.random() * 9_000));
      outgoing.end(`${receipt} ${textOf(2_000)}`);
    });
    host.every(8, async () => void (await ask(`/article/${Math.trunc(Math.random() * 60)}`)));
  },
};
