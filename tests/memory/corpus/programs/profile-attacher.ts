import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Visitor {
  readonly id: number;
}

class ProfileAttacher {
  readonly #profiles = new WeakMap<Visitor, string>();
  readonly #seen: Visitor[] = [];

  attach(visitor: Visitor, profile: string): void {
    this.#profiles.set(visitor, profile);
    this.#seen.push(visitor);
  }

  get visitors(): number {
    return this.#seen.length;
  }
}

/** The profiles are held weakly, by keys that an array for counting holds strongly. */
export const program: CorpusProgram = {
  about: 'WeakMap whose keys are kept alive by an array of small objects',
  verdict: 'leak',
  culprit: { holder: 'ProfileAttacher.#seen' },
  start(host) {
    const attacher = new ProfileAttacher();
    host.keep(attacher);
    let visitors = 0;
    host.every(12, () => {
      const visitor = { id: visitors++ };
      host.watch('job', visitor);
      attacher.attach(visitor, textOf(6_500));
    });
  },
};
