import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';

class RouteMatcher {
  readonly #patterns = new Map<string, RegExp>();

  matches(pattern: string, path: string): boolean {
    let compiled = this.#patterns.get(pattern);
    if (compiled === undefined) {
      const alternatives = Array.from(
        { length: 120 },
        (_, at) => `${pattern}[a-${'bcdefghij'[at % 9]}x]{2,${at + 3}}`,
      );
      compiled = new RegExp(`^(?:${alternatives.join('|')})$`, 'u');
      this.#patterns.set(pattern, compiled);
    }
    return compiled.test(path);
  }
}

/** Patterns of some hundred customers are compiled at their first request. */
export const program: CorpusProgram = {
  about: 'cache of compiled patterns over a finite set',
  verdict: 'benign',
  async start(host) {
    const matcher = new RouteMatcher();
    host.keep(matcher);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      const [, customer = '', path = ''] = (incoming.url ?? '').split('/');
      outgoing.end(String(matcher.matches(customer, path)));
    });
    host.every(10, async () => {
      const customer = Math.trunc(250 * Math.random());
      await ask(`/customer-${customer}/customer-${customer}abcx`);
    });
  },
};
