import type { Account } from '@lexiflow/memory';
import type { AuditSpill } from './audit-spill.ts';
import type { AuditRow } from './audit-row.ts';
import {
  AUDIT_BUFFER_ENTRIES,
  AUDIT_BUFFER_LIMIT_BYTES,
  AUDIT_RETRY_BASE_MS,
  AUDIT_WRITE_ATTEMPTS,
  AUDIT_WRITE_BATCH,
} from './audit.limits.ts';

interface Waiting {
  readonly row: AuditRow;
  readonly bytes: number;
  readonly done: () => void;
}

/** What the buffer needs: how rows are written, where they are spilled, how it waits. */
export interface AuditBufferOptions {
  readonly write: (rows: readonly AuditRow[]) => Promise<void>;
  readonly spill: Pick<AuditSpill, 'append'>;
  readonly wait: (delayMs: number) => Promise<void>;
  /** Charged with the rows held; a row that it has no room for is spilled. */
  readonly account?: Pick<Account, 'grow' | 'shrink'>;
}

const sizeOf = (row: AuditRow): number => 200 + 2 * row.details.length + 2 * row.actor_name.length;

/**
 * Rows on their way to the database outside any transaction. Holds at most 1,000 rows and 1 MB;
 * what does not fit, or could not be written in five tries, goes to the spill file with an error
 * in the log. One batch is written at a time.
 */
export class AuditBuffer {
  readonly #options: AuditBufferOptions;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #writing: Promise<void> | null = null;

  constructor(options: AuditBufferOptions) {
    this.#options = options;
  }

  /** Rows not yet written. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Resolves when the row is in the database or in the spill file. */
  async add(row: AuditRow): Promise<void> {
    const bytes = sizeOf(row);
    const isFull =
      this.#waiting.length >= AUDIT_BUFFER_ENTRIES ||
      this.#bytes + bytes > AUDIT_BUFFER_LIMIT_BYTES ||
      this.#options.account?.grow(bytes) === false;
    if (isFull) {
      await this.#options.spill.append([row], 'the buffer is full');
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ row, bytes, done: resolve });
    this.#bytes += bytes;
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
    await promise;
  }

  /** Resolves when everything added so far is durable. */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, AUDIT_WRITE_BATCH);
      await this.#writeBatch(batch.map((item) => item.row));
      this.#waiting.splice(0, batch.length);
      for (const item of batch) {
        this.#bytes -= item.bytes;
        this.#options.account?.shrink(item.bytes);
        item.done();
      }
    }
  }

  async #writeBatch(rows: readonly AuditRow[]): Promise<void> {
    const { write, spill, wait } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        await write(rows);
        return;
      } catch (error) {
        if (attempt >= AUDIT_WRITE_ATTEMPTS) {
          await spill.append(rows, `the database refused ${attempt} times: ${String(error)}`);
          return;
        }
        await wait(AUDIT_RETRY_BASE_MS * 2 ** (attempt - 1));
      }
    }
  }
}
