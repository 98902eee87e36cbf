import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';

/** Channel on which instances tell each other that a user's access or credentials changed. */
export const ACCESS_CHANNEL = 'lexiflow_access';

/** Called with the id of a user whose access or credentials changed, or null when it may be anyone. */
export type AccessListener = (userId: string | null) => void;

/**
 * Carries the news that a user's role, team, walls, sessions or keys changed to whoever caches
 * something about that user: in this process at once, in the other instances by NOTIFY.
 */
@Injectable()
export class AccessSignals {
  readonly #listeners = new Set<AccessListener>();

  /** Calls `listener` on every change until the answered function is called. */
  subscribe(listener: AccessListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells this process. Call after the transaction of the change is committed. */
  announce(userId: string | null): void {
    for (const listener of this.#listeners) listener(userId);
  }

  /** Tells every instance, this one included, when `transaction` commits. */
  async credentialsChanged(transaction: Transaction<Tables>, userId: string): Promise<void> {
    await sql`select pg_notify(${ACCESS_CHANNEL}, ${userId})`.execute(transaction);
  }

  /** The same, for a change of what the user may see: raises the access version in cache keys too. */
  async accessChanged(transaction: Transaction<Tables>, userId: string): Promise<void> {
    await sql`update users set access_version = access_version + 1
      where id = ${userId}`.execute(transaction);
    await this.credentialsChanged(transaction, userId);
  }
}
