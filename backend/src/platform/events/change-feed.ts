import type { OnApplicationShutdown } from '@nestjs/common';
import { systemClock, type CancelTimer } from '@lexiflow/memory';
import type pg from 'pg';
import type { Database } from '../database/database.ts';
import { EVENTS_LIMITS } from './events.limits.ts';

/** Called with a notification's payload, or with null when messages may have been missed. */
export type ChangeListener = (payload: string | null) => void;

/** Channel of the outbox: something was changed and committed, on any instance. */
export const CHANGES_CHANNEL = 'lexiflow_changes';

/** Note of a transaction that recorded events, for the caches of its own process. */
export const RECORDS_NOTE = 'records';

/**
 * Hears the database's notifications on one connection of its own and hands them on. After a lost
 * connection every listener is called with null, so that nothing cached outlives a gap unnoticed.
 */
export class ChangeFeed implements OnApplicationShutdown {
  readonly #database: Database;
  readonly #listeners = new Map<string, Set<ChangeListener>>();
  #client: pg.Client | null = null;
  #cancelTimer: CancelTimer | null = null;
  #isStopped = false;
  #provenAtMs = Number.NEGATIVE_INFINITY;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Calls `listener` for each notification of `channel` until the answered function is called. */
  async subscribe(channel: string, listener: ChangeListener): Promise<() => void> {
    const known = this.#listeners.get(channel);
    const listeners = known ?? new Set();
    listeners.add(listener);
    this.#listeners.set(channel, listeners);
    if (this.#client === null) await this.#connect();
    else if (!known) await this.#client.query(listenTo(channel));
    return () => void listeners.delete(listener);
  }

  /**
   * How long ago it was certain that every notification up to then had been heard; infinite while the
   * connection is lost. The embedded database loses none while it runs, so there it is 0.
   */
  silenceMs(): number {
    if (this.#provenAtMs === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return this.#database.kind === 'embedded' ? 0 : performance.now() - this.#provenAtMs;
  }

  /** Closes the connection. Twice is fine. */
  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = this.#database.openClient();
    this.#client = client;
    const startedMs = performance.now();
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''));
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    try {
      await client.connect();
      for (const channel of this.#listeners.keys()) await client.query(listenTo(channel));
      if (this.#client !== client) return;
      this.#provenAtMs = startedMs;
      this.#check(client);
    } catch {
      this.#lost(client);
    }
  }

  #check(client: pg.Client): void {
    const { pollMs, answerMs } = EVENTS_LIMITS;
    this.#cancelTimer = systemClock.after(pollMs.value, () => {
      const sentMs = performance.now();
      // The embedded database is in this process: it may be busy for long, and is never unreachable.
      if (this.#database.kind === 'postgres')
        this.#cancelTimer = systemClock.after(answerMs.value, () => this.#lost(client));
      client.query('SELECT 1').then(
        () => {
          if (this.#client !== client) return;
          this.#cancelTimer?.();
          this.#provenAtMs = sentMs;
          this.#check(client);
        },
        () => this.#lost(client),
      );
    });
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client || this.#isStopped) return;
    this.#client = null;
    this.#provenAtMs = Number.NEGATIVE_INFINITY;
    this.#cancelTimer?.();
    void client.end().catch(() => {});
    for (const channel of this.#listeners.keys()) this.#tell(channel, null);
    this.#cancelTimer = systemClock.after(EVENTS_LIMITS.reconnectMs.value, () => {
      void this.#connect().then(() => {
        // What changed between the loss and the new LISTEN was heard by nobody.
        for (const channel of this.#listeners.keys()) this.#tell(channel, null);
      });
    });
  }

  #tell(channel: string, payload: string | null): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }
}

function listenTo(channel: string): string {
  return `LISTEN "${channel.replaceAll('"', '""')}"`;
}
