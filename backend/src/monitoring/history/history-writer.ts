import type { Account, AccountSource } from '@lexiflow/memory';
import { historyLimits } from './history.limits.ts';
import type { MinuteRow } from './minute-book.ts';

/** A minute that is over, in seconds since the epoch. */
export interface ClosedMinute {
  readonly minute: number;
  readonly rows: readonly MinuteRow[];
}

/** What the writer needs of the database. */
export interface MinuteStore {
  newWriter(): Promise<number>;
  write(writer: number, minute: number, rows: readonly MinuteRow[]): Promise<number>;
}

/**
 * Writes minutes in their order, and keeps those that the database does not take now for the next
 * time: at most `historyLimits.pendingRows` rows, then the oldest minute goes and is counted.
 */
export class HistoryWriter {
  readonly #store: MinuteStore;
  readonly #account: Account;
  readonly #pending: ClosedMinute[] = [];
  #writer: number | null = null;
  #rows = 0;
  #series = 0;
  #dropped = 0;
  #writing: Promise<void> | null = null;

  constructor(store: MinuteStore, host: AccountSource) {
    this.#store = store;
    this.#account = host.openAccount('diagnostics', 'metric-history');
  }

  /** Rows that wait. */
  get pendingRows(): number {
    return this.#rows;
  }

  /** Rows that were lost: the database was away for too long, or has too many series. */
  get droppedTotal(): number {
    return this.#dropped;
  }

  /** Takes a minute; `flush` writes it. `series` are those that the book follows: charged here too. */
  add(closed: ClosedMinute, series = 0): void {
    this.#series = series;
    if (closed.rows.length === 0) return;
    this.#pending.push(closed);
    this.#rows += closed.rows.length;
    while (this.#rows > historyLimits.pendingRows.value || !this.#charge()) {
      const oldest = this.#pending.shift();
      if (oldest === undefined) return;
      this.#settle(oldest);
      this.#dropped += oldest.rows.length;
    }
  }

  /** Writes what waits; rejects with the first failure, after which the rest still waits. */
  async flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
    await this.#writing;
  }

  /** Forgets what waits and ends the account. */
  close(): void {
    this.#pending.length = 0;
    this.#rows = 0;
    this.#series = 0;
    this.#charge();
    this.#account.close();
  }

  async #write(): Promise<void> {
    for (;;) {
      const [next] = this.#pending;
      if (next === undefined) return;
      this.#writer ??= await this.#store.newWriter();
      this.#dropped += await this.#store.write(this.#writer, next.minute, next.rows);
      if (this.#pending[0] !== next) continue;
      this.#pending.shift();
      this.#settle(next);
      this.#charge();
    }
  }

  #settle({ rows }: ClosedMinute): void {
    this.#rows -= rows.length;
  }

  /** Brings the account to what is held; false when there is no room for it. */
  #charge(): boolean {
    const held = (this.#rows + this.#series) * historyLimits.rowBytes.value;
    const bytes = held - this.#account.usedBytes;
    if (bytes > 0) return this.#account.grow(bytes);
    if (bytes < 0) this.#account.shrink(-bytes);
    return true;
  }
}
