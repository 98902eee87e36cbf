import { AsyncLocalStorage } from 'node:async_hooks';
import { databaseErrors } from './database.errors.ts';

interface Scope {
  isOpen: boolean;
}

/**
 * Knows whether the code that runs was called from inside an open transaction. One that asks for a
 * connection beside its own would wait for itself: for ever on the embedded database, and on
 * PostgreSQL as soon as the pool is empty. So it is refused at once, on both.
 */
export class TransactionScope {
  readonly #storage = new AsyncLocalStorage<Scope>();

  async run<T>(work: () => Promise<T>): Promise<T> {
    const scope: Scope = { isOpen: true };
    try {
      return await this.#storage.run(scope, work);
    } finally {
      // What was started inside and goes on afterwards may use the database again.
      scope.isOpen = false;
    }
  }

  /** Throws `DB_TRANSACTION_BYPASSED` inside an open transaction. */
  refuseInside(): void {
    if (this.#storage.getStore()?.isOpen === true) throw databaseErrors.transactionBypassed();
  }
}
