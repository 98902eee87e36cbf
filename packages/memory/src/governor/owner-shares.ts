import { governorLimits } from './governor.limits.ts';

interface Share {
  bytes: number;
}

/**
 * Bytes promised to each owner now. An owner without any is forgotten at the next sweep, so the
 * table holds the owners of open work and at most `idleOwners` more.
 */
export class OwnerShares {
  readonly #shares = new Map<string, Share>();
  #sweepAt: number = governorLimits.idleOwners.value;

  get size(): number {
    return this.#shares.size;
  }

  bytesOf(owner: string): number {
    return this.#shares.get(owner)?.bytes ?? 0;
  }

  add(owner: string, bytes: number): void {
    const share = this.#shares.get(owner);
    if (share) share.bytes += bytes;
    else this.#insert(owner, bytes);
  }

  remove(owner: string, bytes: number): void {
    const share = this.#shares.get(owner);
    if (share) share.bytes = Math.max(0, share.bytes - bytes);
  }

  #insert(owner: string, bytes: number): void {
    if (this.#shares.size >= this.#sweepAt) {
      for (const [idle, share] of this.#shares) if (share.bytes === 0) this.#shares.delete(idle);
      this.#sweepAt = this.#shares.size + governorLimits.idleOwners.value;
    }
    this.#shares.set(owner, { bytes });
  }
}
