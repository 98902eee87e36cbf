import type { CacheEntry } from './cache-entry.ts';

/** A doubly linked list through the entries themselves; every operation is O(1) and allocates nothing. */
export class EntryQueue {
  #head: CacheEntry | null = null;
  #tail: CacheEntry | null = null;
  #length = 0;
  #bytes = 0;

  get length(): number {
    return this.#length;
  }

  /** Sum of the entries' bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The oldest entry. */
  get oldest(): CacheEntry | null {
    return this.#head;
  }

  push(entry: CacheEntry): void {
    entry.previous = this.#tail;
    entry.next = null;
    if (this.#tail) this.#tail.next = entry;
    else this.#head = entry;
    this.#tail = entry;
    this.#length++;
    this.#bytes += entry.bytes;
  }

  remove(entry: CacheEntry): void {
    if (entry.previous) entry.previous.next = entry.next;
    else this.#head = entry.next;
    if (entry.next) entry.next.previous = entry.previous;
    else this.#tail = entry.previous;
    entry.previous = null;
    entry.next = null;
    this.#length--;
    this.#bytes -= entry.bytes;
  }

  shift(): CacheEntry | null {
    const entry = this.#head;
    if (entry) this.remove(entry);
    return entry;
  }

  /** Moves an entry of this list to its young end. */
  refresh(entry: CacheEntry): void {
    if (this.#tail === entry) return;
    this.remove(entry);
    this.push(entry);
  }
}
