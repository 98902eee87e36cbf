import type { CacheAccount, MemoryHost } from '@lexiflow/memory';

/**
 * What all regions of the first tier may hold together. Each region charges an account of its own;
 * one that would lift the sum over the ceiling is refused and evicts from its own region.
 */
export class CacheCeiling {
  readonly maxBytes: number;
  readonly #host: MemoryHost;
  #entriesLeft: number;
  #usedBytes = 0;

  constructor(host: MemoryHost, maxEntries: number, maxBytes: number) {
    this.#host = host;
    this.#entriesLeft = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Bytes that all regions hold. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Entries of a new region: what it wants, or what is left, and at least one. */
  takeEntries(wanted: number): number {
    const granted = Math.max(1, Math.min(wanted, this.#entriesLeft));
    this.#entriesLeft -= granted;
    return granted;
  }

  /** The account of one region: the governor's, below the common ceiling. */
  openAccount(name: string): CacheAccount {
    const account = this.#host.openAccount('cache', name);
    return {
      grow: (bytes) => {
        if (this.#usedBytes + bytes > this.maxBytes || !account.grow(bytes)) return false;
        this.#usedBytes += bytes;
        return true;
      },
      shrink: (bytes) => {
        this.#usedBytes -= bytes;
        account.shrink(bytes);
      },
      close: () => account.close(),
    };
  }
}
