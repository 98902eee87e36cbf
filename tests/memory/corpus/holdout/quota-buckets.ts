import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
  readonly note: string;
}

class QuotaBuckets {
  readonly #buckets = new Map<string, Bucket>();

  take(client: string, now: number): boolean {
    const bucket = this.#buckets.get(client) ?? { tokens: 5, filledAt: now, note: textOf(6_000) };
    bucket.tokens = Math.min(5, bucket.tokens + (now - bucket.filledAt) / 200);
    bucket.filledAt = now;
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > 420) this.#sweep(now);
    return --bucket.tokens >= 0;
  }

  #sweep(now: number): void {
    for (const [client, { filledAt }] of this.#buckets) {
      if (now - filledAt > 1_000) this.#buckets.delete(client);
    }
  }
}

/** New clients all the time; full buckets are swept when there are too many. */
export const program: CorpusProgram = {
  about: 'buckets per client, swept when their number passes a mark',
  verdict: 'benign',
  async start(host) {
    const buckets = new QuotaBuckets();
    host.keep(buckets);
    let number = 0;
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(String(buckets.take(incoming.url ?? '/', performance.now())));
    });
    host.every(12, async () => {
      await ask(`/client-${number++}`);
      await ask('/regular');
    });
  },
};
