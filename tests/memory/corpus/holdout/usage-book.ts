import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class UsageBook {
  readonly #periods = new Map<number, Map<string, string>>();

  note(period: number, tenant: string, note: string): void {
    let tenants = this.#periods.get(period);
    if (tenants === undefined) this.#periods.set(period, (tenants = new Map()));
    tenants.set(tenant, note);
  }

  tenants(period: number): number {
    return this.#periods.get(period)?.size ?? 0;
  }
}

/** Every minute has a table of its own, which is full soon; the tables of old minutes stay. */
export const program: CorpusProgram = {
  about: 'a table for each minute, none of them ever dropped',
  verdict: 'leak',
  culprit: { holder: 'UsageBook.#periods' },
  async start(host) {
    const book = new UsageBook();
    host.keep(book);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      const period = Math.trunc(performance.now() / 600);
      book.note(period, incoming.url ?? '/', textOf(9_000));
      outgoing.end(String(book.tenants(period)));
    });
    host.every(10, async () => void (await ask(`/tenant-${Math.trunc(Math.random() * 30)}`)));
  },
};
