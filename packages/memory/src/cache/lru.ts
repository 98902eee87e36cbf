import type { CacheEntry } from './cache-entry.ts';
import { EntryQueue } from './entry-queue.ts';
import type { EvictionPolicy } from './eviction-policy.ts';

/** Evicts the least recently used entry. */
export class Lru implements EvictionPolicy {
  #queue = new EntryQueue();

  standingOf(): number {
    return 0;
  }

  admit(entry: CacheEntry): void {
    this.#queue.push(entry);
  }

  touch(entry: CacheEntry): void {
    this.#queue.refresh(entry);
  }

  forget(entry: CacheEntry): void {
    this.#queue.remove(entry);
  }

  evict(): CacheEntry | null {
    return this.#queue.shift();
  }

  reset(): void {
    this.#queue = new EntryQueue();
  }
}
