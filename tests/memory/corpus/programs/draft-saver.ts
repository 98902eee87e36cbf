import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Draft {
  readonly text: string;
  readonly timer: NodeJS.Timeout;
}

class DraftSaver {
  readonly #drafts = new Map<string, Draft>();
  saved = 0;

  change(document: string, text: string): void {
    clearTimeout(this.#drafts.get(document)?.timer);
    const timer = setTimeout(() => this.#save(document), 700);
    this.#drafts.set(document, { text, timer });
  }

  #save(document: string): void {
    this.#drafts.delete(document);
    this.saved++;
  }
}

/** A draft is saved once nobody has typed for a minute; one document is typed in without a break. */
export const program: CorpusProgram = {
  about: 'debounced saves: timers and entries that come and go, and a head that stays',
  verdict: 'benign',
  start(host) {
    const saver = new DraftSaver();
    host.keep(saver);
    let typed = 0;
    host.every(6, () => {
      saver.change('minutes of the board', textOf(10_000));
      saver.change(`letter-${Math.trunc(typed++ / 4)}`, textOf(12_000));
    });
  },
};
