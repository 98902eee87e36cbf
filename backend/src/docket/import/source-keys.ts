import type { EntryFacts } from './entry-facts.ts';

/**
 * Gives new entries their key: what identified them when they were first read, and an occurrence
 * number for equal ones. A key never changes afterwards; unique in its case, it is the database's
 * own guard against an entry that is there twice.
 */
export class SourceKeys {
  readonly #taken: Set<string>;
  readonly #next = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The key of one more new entry. */
  next(facts: EntryFacts): string {
    const stem = stemOf(facts);
    let occurrence = this.#next.get(stem) ?? 1;
    while (this.#taken.has(`${stem}#${occurrence}`)) occurrence++;
    this.#next.set(stem, occurrence + 1);
    this.#taken.add(`${stem}#${occurrence}`);
    return `${stem}#${occurrence}`;
  }
}

function stemOf({ docId, number, filedOn, text }: EntryFacts): string {
  if (docId !== null) return `doc:${docId}`;
  if (number !== null) return `no:${number}`;
  return `text:${filedOn}:${text ?? ''}`;
}
