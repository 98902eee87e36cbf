import type { Account } from '../governor/account.ts';
import { boundedErrors } from './bounded.errors.ts';
import { requireCapacity } from './require-capacity.ts';

/** How a pool is made. */
export interface ObjectPoolOptions<T> {
  readonly create: () => T;
  /** Brings an object that came back into its first state; throwing discards the object. */
  readonly reset?: (item: T) => void;
  /** Called for every object the pool lets go. */
  readonly destroy?: (item: T) => void;
  /** Objects in use at once. */
  readonly maxInUse: number;
  /** Objects kept for later use. Default `maxInUse`. */
  readonly maxIdle?: number;
  /** Bytes of one object; required with `account`. */
  readonly bytesEach?: number;
  /** Charged with the objects in use and idle; closed with the pool. */
  readonly account?: Pick<Account, 'grow' | 'shrink' | 'close'>;
}

/** An object on loan. Releasing it (or `using`) gives it back; a second release does nothing. */
export interface Lease<T> extends Disposable {
  readonly item: T;
  release(): void;
}

/** Reuses objects that are dear to make, never more than its bounds. All operations are O(1). */
export class ObjectPool<T> implements Disposable {
  readonly #options: ObjectPoolOptions<T>;
  readonly #maxIdle: number;
  readonly #bytesEach: number;
  readonly #idle: T[] = [];
  #inUse = 0;
  #created = 0;
  #isClosed = false;

  /** Throws `BOUNDED_OPTION_INVALID`. */
  constructor(options: ObjectPoolOptions<T>) {
    requireCapacity('maxInUse', options.maxInUse);
    this.#maxIdle = options.maxIdle ?? options.maxInUse;
    if (this.#maxIdle !== 0) requireCapacity('maxIdle', this.#maxIdle);
    if (options.account && options.bytesEach === undefined) {
      throw boundedErrors.invalidOption('account needs bytesEach.');
    }
    this.#options = options;
    this.#bytesEach = options.bytesEach ?? 0;
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
    const { account, create, maxInUse } = this.#options;
    if (this.#isClosed || this.#inUse >= maxInUse) return null;
    let item = this.#idle.pop();
    if (item === undefined) {
      if (account && !account.grow(this.#bytesEach)) return null;
      try {
        item = create();
      } catch (error) {
        account?.shrink(this.#bytesEach);
        throw error;
      }
      this.#created++;
    }
    this.#inUse++;
    return this.#lend(item);
  }

  /** Lets go of idle objects beyond `count`. Answers the bytes won. */
  trim(count = 0): number {
    let won = 0;
    while (this.#idle.length > count) {
      this.#discard(this.#idle.pop() as T);
      won += this.#bytesEach;
    }
    return won;
  }

  /** Lets go of all idle objects; those in use go when they are released, and the account with the last. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.trim();
    if (this.#inUse === 0) this.#options.account?.close();
  }

  [Symbol.dispose](): void {
    this.close();
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
      this.#options.reset?.(item);
    } catch (error) {
      this.#discard(item);
      throw error;
    }
    if (!this.#isClosed && this.#idle.length < this.#maxIdle) {
      this.#idle.push(item);
      return;
    }
    this.#discard(item);
    if (this.#isClosed && this.#inUse === 0) this.#options.account?.close();
  }

  #discard(item: T): void {
    this.#options.account?.shrink(this.#bytesEach);
    this.#options.destroy?.(item);
  }
}
