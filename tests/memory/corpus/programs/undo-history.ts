import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Step {
  readonly change: string;
  readonly before: Step | null;
}

class UndoHistory {
  #last: Step | null = null;

  record(change: string): void {
    this.#last = { change, before: this.#last };
  }

  undo(): string | null {
    const step = this.#last;
    this.#last = step?.before ?? null;
    return step?.change ?? null;
  }
}

function editDocument(): string {
  return textOf(5_500);
}

/** Each step points to the one before it, back to the start of the process. */
export const program: CorpusProgram = {
  about: 'linked list of changes without an end',
  verdict: 'leak',
  culprit: { holder: 'UndoHistory.#last', allocation: ['record', 'editDocument', 'textOf'] },
  start(host) {
    const history = new UndoHistory();
    host.keep(history);
    let edits = 0;
    host.every(10, () => {
      history.record(editDocument());
      if (edits++ % 20 === 0) history.undo();
    });
  },
};
