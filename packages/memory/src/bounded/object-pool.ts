import type { MemoryHost } from '../governor/host.ts';
import type { Reclaimer } from '../governor/reclaimer.ts';
import { accountFor } from './account-for.ts';
import type { BoundedAccount, BoundedHolder } from './account-for.ts';
import { boundedErrors } from './bounded.errors.ts';
import { registerWith } from './register-with.ts';
import { requireCapacity } from './require-capacity.ts';

/** How a pool is made. */
export interface ObjectPoolOptions<T> extends BoundedHolder<MemoryHost> {
  readonly create: () => T;
  /** Brings an object that came back into its first state; throwing discards the object. */
  readonly reset?: (item: T) => void;
  /** Called for every object the pool lets go. */
  readonly destroy?: (item: T) => void;
  /** Objects in use at once. */
  readonly maxInUse: number;
  /** Objects kept for later use. Default `maxInUse`. */
  readonly maxIdle?: number;
  /** Bytes of one object; required with `account` or `host`. */
  readonly bytesEach?: number;
}

/** Figures of one pool since it was made. */
export interface ObjectPoolStats {
  readonly name: string;
  readonly inUse: number;
  readonly maxInUse: number;
  readonly idle: number;
  readonly maxIdle: number;
  readonly created: number;
  /** Loans that were refused. */
  readonly refused: number;
  /** Bytes of the objects in use and idle. */
  readonly bytes: number;
}

/** An object on loan. Releasing it (or `using`) gives it back; a second release does nothing. */
export interface Lease<T> extends Disposable {
  readonly item: T;
  release(): void;
}

/**
 * Reuses objects that are dear to make, never more than its bounds. Its account (pool `cache`) is
 * charged with those in use and idle; with a `host` the idle ones are given up when memory is short.
 * All operations are O(1).
 */
export class ObjectPool<T> implements Reclaimer, Disposable {
  readonly name: string;
  readonly kind = 'pool';
  readonly #options: ObjectPoolOptions<T>;
  readonly #account: BoundedAccount | undefined;
  readonly #unregister: (() => void) | undefined;
  readonly #maxIdle: number;
  readonly #bytesEach: number;
  readonly #idle: T[] = [];
  #inUse = 0;
  #created = 0;
  #refused = 0;
  #isClosed = false;

  /** Throws `BOUNDED_OPTION_INVALID`. */
  constructor(options: ObjectPoolOptions<T>) {
    requireCapacity('maxInUse', options.maxInUse);
    this.#maxIdle = options.maxIdle ?? options.maxInUse;
    if (this.#maxIdle !== 0) requireCapacity('maxIdle', this.#maxIdle);
    if ((options.account || options.host) && options.bytesEach === undefined) {
      throw boundedErrors.invalidOption('account and host need bytesEach.');
    }
    const { bytesEach = 0 } = options;
    if (!(bytesEach >= 0 && Number.isFinite(bytesEach))) {
      throw boundedErrors.invalidOption(
        `bytesEach is ${bytesEach}; it must be 0 or more, and finite.`,
      );
    }
    this.#options = options;
    this.#bytesEach = bytesEach;
    this.name = options.name ?? 'pool';
    this.#account = accountFor(options, 'cache');
    const opened = options.account ? undefined : this.#account;
    this.#unregister = registerWith(options.host, this, opened);
  }

  get inUse(): number {
    return this.#inUse;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** Objects made so far. */
  get created(): number {
    return this.#created;
  }

  /** An object on loan, or null when all are in use, the account refuses, or the pool is closed. */
  acquire(): Lease<T> | null {
    const { create, maxInUse } = this.#options;
    if (this.#isClosed || this.#inUse >= maxInUse) return this.#refuse();
    let item = this.#idle.pop();
    if (item === undefined) {
      if (this.#account && !this.#account.grow(this.#bytesEach)) return this.#refuse();
      try {
        item = create();
      } catch (error) {
        this.#account?.shrink(this.#bytesEach);
        throw error;
      }
      this.#created++;
    }
    this.#inUse++;
    return this.#lend(item);
  }

  /** Lets go of idle objects beyond `count`. Answers the bytes won; throws the first error of `destroy` when all are gone. */
  trim(count = 0): number {
    const errors: unknown[] = [];
    const least = Math.max(0, count);
    let won = 0;
    while (this.#idle.length > least) {
      try {
        this.#discard(this.#idle.pop() as T);
      } catch (error) {
        errors.push(error);
      }
      won += this.#bytesEach;
    }
    if (errors.length > 0) throw errors[0];
    return won;
  }

  /** Bytes of the idle objects: what the pool can give back. */
  usedBytes(): number {
    return this.#idle.length * this.#bytesEach;
  }

  /** Lets go of idle objects until they hold at most `targetBytes`. Answers the bytes won. */
  shrink(targetBytes: number): number {
    return this.#bytesEach === 0 ? 0 : this.trim(Math.floor(targetBytes / this.#bytesEach));
  }

  /** Figures for metrics and pages. O(1). */
  stats(): ObjectPoolStats {
    return {
      name: this.name,
      inUse: this.#inUse,
      maxInUse: this.#options.maxInUse,
      idle: this.#idle.length,
      maxIdle: this.#maxIdle,
      created: this.#created,
      refused: this.#refused,
      bytes: (this.#inUse + this.#idle.length) * this.#bytesEach,
    };
  }

  /**
   * Lets go of all idle objects; those in use go when they are released, and the account with the last,
   * whatever `reset` and `destroy` throw. Throws the first error of `destroy`.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unregister?.();
    try {
      this.trim();
    } finally {
      this.#closeAccountAfterLast();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #refuse(): null {
    this.#refused++;
    return null;
  }

  #lend(item: T): Lease<T> {
    let isOut = true;
    const release = (): void => {
      if (!isOut) return;
      isOut = false;
      this.#takeBack(item);
    };
    return { item, release, [Symbol.dispose]: release };
  }

  #takeBack(item: T): void {
    this.#inUse--;
    try {
      this.#keepOrDiscard(item);
    } finally {
      this.#closeAccountAfterLast();
    }
  }

  #keepOrDiscard(item: T): void {
    try {
      this.#options.reset?.(item);
    } catch (error) {
      try {
        this.#discard(item);
      } catch {
        // The first error is the one to know of.
      }
      throw error;
    }
    if (!this.#isClosed && this.#idle.length < this.#maxIdle) this.#idle.push(item);
    else this.#discard(item);
  }

  #closeAccountAfterLast(): void {
    if (this.#isClosed && this.#inUse === 0) this.#account?.close();
  }

  #discard(item: T): void {
    this.#account?.shrink(this.#bytesEach);
    this.#options.destroy?.(item);
  }
}
