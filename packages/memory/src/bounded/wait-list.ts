interface Waiter<T> {
  readonly resolve: (item: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** Callers that wait for an item, served in order; a Set, so that leaving early is O(1) too. */
export class WaitList<T> {
  readonly #waiters = new Set<Waiter<T>>();

  get length(): number {
    return this.#waiters.size;
  }

  /** Gives the item to who has waited longest; false when nobody waits. */
  give(item: T): boolean {
    for (const waiter of this.#waiters) {
      this.#waiters.delete(waiter);
      waiter.resolve(item);
      return true;
    }
    return false;
  }

  /** Waits for an item, or for the signal. */
  wait(signal?: AbortSignal): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const leave = (): void => {
      if (this.#waiters.delete(waiter)) reject(signal!.reason);
    };
    const waiter: Waiter<T> = {
      resolve: (item) => {
        signal?.removeEventListener('abort', leave);
        resolve(item);
      },
      reject: (reason) => {
        signal?.removeEventListener('abort', leave);
        reject(reason);
      },
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiters.add(waiter);
    return promise;
  }

  rejectAll(reason: unknown): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.reject(reason);
  }
}
