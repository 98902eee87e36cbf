import { governorLimits } from './governor.limits.ts';

/** What one owner, or the work of one route that has none, has been promised. */
export interface OwnerShare {
  promisedBytes: number;
}

/**
 * Bytes promised to each owner now. An owner without any is forgotten at the next sweep, so the
 * table holds the owners of open work and at most `idleOwners` more.
 */
export class OwnerShares {
  readonly #shares = new Map<string, OwnerShare>();
  #sweepAt: number = governorLimits.idleOwners.value;

  get size(): number {
    return this.#shares.size;
  }

  bytesOf(owner: string): number {
    return this.#shares.get(owner)?.promisedBytes ?? 0;
  }

  /** Answers the share, from which the bytes are to be taken again. */
  add(owner: string, bytes: number): OwnerShare {
    const share = this.#shares.get(owner);
    if (!share) return this.#insert(owner, bytes);
    share.promisedBytes += bytes;
    return share;
  }

  #insert(owner: string, bytes: number): OwnerShare {
    if (this.#shares.size >= this.#sweepAt) {
      for (const [idle, share] of this.#shares)
        if (share.promisedBytes === 0) this.#shares.delete(idle);
      this.#sweepAt = this.#shares.size + governorLimits.idleOwners.value;
    }
    const share = { promisedBytes: bytes };
    this.#shares.set(owner, share);
    return share;
  }
}
