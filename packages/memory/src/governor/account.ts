import type { Refusal } from './refusal.ts';

/** The nine pools below the root. Every byte that is accounted belongs to one of them. */
export const poolNames = [
  'request',
  'upload',
  'stream',
  'cache',
  'batch',
  'job',
  'realtime',
  'db-result',
  'diagnostics',
] as const;

/** Name of one pool. */
export type PoolName = (typeof poolNames)[number];

/** How long a reservation may wait, and what ends the wait early. */
export interface ReserveOptions {
  /** Aborting removes the waiter; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Longest wait in milliseconds; 0 asks without waiting. Default: the ledger's own bound. */
  readonly deadlineMs?: number;
}

/** Answer of a waiting reservation: granted, or refused with the numbers. */
export type ReserveOutcome =
  { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/** What one account may be given when it is opened. */
export interface AccountOptions {
  /** Upper bound of this account alone, in bytes. Default: only the pool's maximum. */
  readonly limitBytes?: number;
  /** Who the bytes are held for (a user, a tenant); used for fair shares, never as a metric label. */
  readonly owner?: string;
  /**
   * Part of its bytes, 0 … 1, that lies neither in V8's heap nor in memory V8 counts as external: buffers
   * of the kernel, objects of native code. The heap needs no room for it. Default: 0.
   */
  readonly nativeShare?: number;
}

/**
 * The bytes one holder (a request, a socket, a cache, a job) says it holds.
 * Grow before taking the memory, shrink after letting it go, close when the holder ends.
 */
export interface Account {
  readonly name: string;
  readonly pool: PoolName;
  readonly owner: string | undefined;
  /** Bytes grown and not yet shrunk. Never negative. */
  readonly usedBytes: number;
  /** Bytes taken from the pool, in whole blocks; at least `usedBytes`. */
  readonly reservedBytes: number;
  /** Highest `usedBytes` so far. */
  readonly peakBytes: number;
  readonly isClosed: boolean;
  /**
   * Takes `bytes` at once, or answers false and changes nothing. O(1).
   * A closed account and a count that is negative or not finite answer false.
   */
  grow(bytes: number): boolean;
  /** Gives back `bytes`; more than is held gives back all and is counted as misuse. O(1). */
  shrink(bytes: number): void;
  /** Waits, first come first served within the pool, until `bytes` fit, or answers why not. */
  reserve(bytes: number, options?: ReserveOptions): Promise<ReserveOutcome>;
  /**
   * Ends the account. Bytes still held go back to the pool, are counted as a leftover and
   * published on `lexiflow:memory:account-leftover`. Closing twice does nothing.
   */
  close(): void;
  [Symbol.dispose](): void;
}

/** What a structure needs to hold bytes: the ledger and the governor both offer it. */
export interface AccountSource {
  /** Opens an account of zero bytes. O(1). Throws `MEM_ACCOUNT_INVALID` for an unknown pool. */
  openAccount(pool: PoolName, name: string, options?: AccountOptions): Account;
}
