import { bodyOf, serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ClaimIndex {
  readonly #references = new Set<string>();

  /** The reference stands in the first line of the letter, after "Ref: ". */
  receive(letter: string): boolean {
    const reference = letter.slice(5, letter.indexOf('\n'));
    const isNew = !this.#references.has(reference);
    this.#references.add(reference);
    return isNew;
  }
}

/** A reference of 24 characters is a slice of its letter and holds all of it. */
export const program: CorpusProgram = {
  about: 'Set of short slices, each holding the letter it was cut from',
  verdict: 'leak',
  culprit: { holder: 'ClaimIndex.#references' },
  async start(host) {
    const index = new ClaimIndex();
    host.keep(index);
    let number = 0;
    const { ask } = await serveLoopback(host, async (incoming, outgoing) => {
      outgoing.end(String(index.receive(await bodyOf(incoming))));
    });
    host.every(30, async () => {
      const reference = `claim-${String(number++).padStart(18, '0')}`;
      await ask('/claims', { method: 'POST' }, `Ref: ${reference}\n${textOf(14_000)}`);
    });
  },
};
