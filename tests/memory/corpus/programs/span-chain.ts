import { AsyncLocalStorage } from 'node:async_hooks';
import type { CorpusProgram } from '../program.ts';

interface Span {
  readonly name: string;
  readonly marks: { readonly name: string; readonly atMs: number }[];
  readonly parent: Span | undefined;
}

class Tracer {
  readonly #current = new AsyncLocalStorage<Span>();

  inSpan(name: string, work: () => void): void {
    const span = openSpan(name, this.#current.getStore());
    this.#current.run(span, work);
  }

  get depthHint(): string {
    return this.#current.getStore()?.name ?? 'none';
  }
}

function openSpan(name: string, parent: Span | undefined): Span {
  const marks = [];
  for (let mark = 0; mark < 50; mark++) {
    marks.push({ name: `mark ${mark} of ${name}`, atMs: performance.now() });
  }
  return { name, marks, parent };
}

/** Each pass arms the next one inside its own span, so the chain of parents has no end. */
export const program: CorpusProgram = {
  about: 'context of AsyncLocalStorage that a timer chain hands on, each with its parent',
  verdict: 'leak',
  culprit: {
    holder: ['Timeout', 'AsyncLocalStorage', 'Tracer current'],
    allocation: ['openSpan', 'inSpan'],
  },
  start(host) {
    const tracer = new Tracer();
    host.keep(tracer);
    let passes = 0;
    const poll = () =>
      tracer.inSpan(`poll ${passes++}`, () => {
        if (!host.signal.aborted) setTimeout(poll, 10);
      });
    poll();
  },
};
