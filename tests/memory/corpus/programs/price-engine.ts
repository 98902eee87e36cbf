import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

function memoize<A extends readonly unknown[], R>(work: (...input: A) => R): (...input: A) => R {
  const known = new Map<string, R>();
  return (...input) => {
    const key = JSON.stringify(input);
    let result = known.get(key);
    if (result === undefined) {
      result = work(...input);
      known.set(key, result);
    }
    return result;
  };
}

class PriceEngine {
  readonly quote = memoize((product: string, customer: number, at: number) => ({
    terms: `${product} for ${customer} at ${at}: ${textOf(6_000)}`,
    cents: product.length * customer,
  }));
}

/** The time of the call is part of the key, so no call is like another. */
export const program: CorpusProgram = {
  about: 'memoised function without a bound, keyed by arguments that never repeat',
  verdict: 'leak',
  culprit: { holder: ['PriceEngine known', 'PriceEngine.quote known'] },
  async start(host) {
    const engine = new PriceEngine();
    host.keep(engine);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      outgoing.end(JSON.stringify(engine.quote('sofa', 17, performance.now())));
    });
    host.every(18, async () => void (await ask('/quote')));
  },
};
