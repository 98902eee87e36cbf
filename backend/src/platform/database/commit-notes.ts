import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Hears what a transaction of this process noted, after it was committed. */
export type CommitListener = (notes: ReadonlySet<string>) => void;

const notesOf = new WeakMap<Transaction<Tables>, Set<string>>();

/**
 * Leaves a note that this process's listeners get when `transaction` is committed, before its caller
 * goes on; nobody gets it after a rollback. Notes of a transaction that `Database.transaction` did
 * not begin, a savepoint's own among them, are lost: what must be heard is sent by NOTIFY too.
 */
export function noteOnCommit(transaction: Transaction<Tables>, note: string): void {
  notesOf.get(transaction)?.add(note);
}

/** Hands the notes of committed transactions to those who want them. */
export class CommitNotes {
  #listeners: readonly CommitListener[] = [];

  /** Calls the listener after each commit that left notes; it must be quick and must not throw. */
  subscribe(listener: CommitListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((known) => known !== listener);
    };
  }

  /** Takes notes for this transaction from now on. */
  begin(transaction: Transaction<Tables>): void {
    notesOf.set(transaction, new Set());
  }

  /** Tells what a transaction noted, now that it is committed. */
  committed(transaction: Transaction<Tables>): void {
    const notes = notesOf.get(transaction);
    notesOf.delete(transaction);
    if (notes === undefined || notes.size === 0) return;
    for (const listener of this.#listeners) listener(notes);
  }
}
