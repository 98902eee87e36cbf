import type { CorpusProgram } from '../program.ts';

interface Step {
  readonly change: readonly string[];
  readonly before: Step | null;
}

class UndoHistory {
  #last: Step | null = null;

  record(change: readonly string[]): void {
    this.#last = { change, before: this.#last };
  }

  undo(): readonly string[] | null {
    const step = this.#last;
    this.#last = step?.before ?? null;
    return step?.change ?? null;
  }
}

function editDocument(): string[] {
  const words: string[] = [];
  for (let word = 0; word < 80; word++) words.push(`${word}: ${Math.random().toString(36)}`);
  return words;
}

/** Each step points to the one before it, back to the start of the process. */
export const program: CorpusProgram = {
  about: 'linked list of changes without an end',
  verdict: 'leak',
  culprit: { holder: 'UndoHistory.#last', allocation: ['record', 'editDocument'] },
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
