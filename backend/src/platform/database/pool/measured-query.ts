import pg from 'pg';
import { databaseErrors } from '../database.errors.ts';
import { databaseLimits } from '../database.limits.ts';

/** The governor's account for results, as far as this layer needs it. */
export interface ResultAccount {
  grow(bytes: number): boolean;
  shrink(bytes: number): void;
}

/** Bounds of one result that is held as a whole. */
export interface ResultBounds {
  readonly limitBytes: number;
  readonly limitRows: number;
  readonly account: ResultAccount | null;
}

interface DataRow {
  readonly length: number;
  readonly fieldCount: number;
}

interface Wire {
  readonly stream: { destroy(): void };
}

/** The methods of `pg`'s query that its types leave out. */
interface QueryInternals {
  handleDataRow(message: DataRow): void;
  submit(connection: Wire): Error | null;
  _canceledDueToError: unknown;
}

const base = pg.Query as unknown as new (
  config: pg.QueryConfig,
  values: undefined,
  callback: (error: Error | null, result: pg.QueryResult) => void,
) => QueryInternals;

// A row becomes an object (56 bytes and a slot per field) with strings of one byte a letter.
const rowBytes = 56;
const fieldBytes = 24;

/**
 * A query that weighs its rows as they come and gives up, connection and all, once they pass their
 * bounds: what has not come yet is then never read. O(1) per row.
 */
export class MeasuredQuery extends base {
  readonly #bounds: ResultBounds;
  #connection: Wire | null = null;
  #bytes = 0;
  #charged = 0;
  #rows = 0;

  constructor(
    config: pg.QueryConfig,
    bounds: ResultBounds,
    callback: (error: Error | null, result: pg.QueryResult) => void,
  ) {
    super(config, undefined, (error, result) => {
      this.#settle();
      callback(error, result);
    });
    this.#bounds = bounds;
  }

  /** Estimated bytes of the rows so far. */
  get resultBytes(): number {
    return this.#bytes;
  }

  override submit(connection: Wire): Error | null {
    this.#connection = connection;
    return super.submit(connection);
  }

  override handleDataRow(message: DataRow): void {
    if (this._canceledDueToError) return;
    this.#rows += 1;
    this.#bytes += message.length + rowBytes + message.fieldCount * fieldBytes;
    const refusal = this.#refusal();
    if (refusal === null) {
      super.handleDataRow(message);
      return;
    }
    this._canceledDueToError = refusal;
    this.#connection?.stream.destroy();
  }

  #refusal(): Error | null {
    const { limitBytes, limitRows, account } = this.#bounds;
    if (this.#bytes > limitBytes || this.#rows > limitRows) {
      return databaseErrors.resultTooLarge(
        `stopped at ${this.#rows} rows and ${this.#bytes} bytes; the limits are ${limitRows} and ${limitBytes}`,
      );
    }
    const open = this.#bytes - this.#charged;
    if (account === null || open < databaseLimits.accountStepBytes) return null;
    if (!account.grow(open)) {
      return databaseErrors.memoryRefused({ retryAfterSeconds: databaseLimits.retryAfterSeconds });
    }
    this.#charged += open;
    return null;
  }

  // From here on the rows belong to the caller: a request's account carries them (`PoolConnection`).
  #settle(): void {
    if (this.#charged > 0) this.#bounds.account?.shrink(this.#charged);
    this.#charged = 0;
  }
}
