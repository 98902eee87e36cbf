import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditRow } from './audit-row.ts';
import { AUDIT_SPILL_LIMIT_BYTES, AUDIT_WRITE_BATCH } from './audit.limits.ts';

/** The part of a logger that the audit log needs: facts first, constant message second. */
export interface Logger {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/**
 * The file that keeps audit rows which the database could not take, one JSON object a line.
 * At the next start they are written to the database and the file is removed; ids make a second
 * replay harmless. Holds at most 64 MB; beyond that each lost row is logged whole.
 */
export class AuditSpill {
  readonly #path: string;
  readonly #logger: Logger;
  #tail: Promise<unknown> = Promise.resolve();
  #spilledRows = 0;

  constructor(path: string, logger: Logger) {
    this.#path = path;
    this.#logger = logger;
  }

  /** Rows spilled since start. */
  get spilledRows(): number {
    return this.#spilledRows;
  }

  /** Appends the rows and raises the alarm. Never rejects: a failing disk logs the rows themselves. */
  async append(rows: readonly AuditRow[], reason: string): Promise<void> {
    const run = this.#tail.then(() => this.#append(rows, reason));
    this.#tail = run;
    await run;
  }

  async #append(rows: readonly AuditRow[], reason: string): Promise<void> {
    this.#spilledRows += rows.length;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      const size = await stat(this.#path).then(
        (file) => file.size,
        () => 0,
      );
      if (size > AUDIT_SPILL_LIMIT_BYTES) throw new Error('the spill file is full');
      const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      await appendFile(this.#path, lines, { mode: 0o600, flush: true });
      this.#logger.error(
        { path: this.#path, rows: rows.length, reason },
        'audit rows could not be written to the database and were kept on disk',
      );
    } catch (error) {
      this.#logger.error({ err: error, rows, reason }, 'audit rows could be kept nowhere but here');
    }
  }

  /** Hands every spilled row to `write` in batches, then removes the file. Answers the rows read. */
  async replay(write: (rows: readonly AuditRow[]) => Promise<void>): Promise<number> {
    const taken = `${this.#path}.replay`;
    // A replay that was cut short is finished first: its file is still there.
    const rest = await this.#replayFile(taken, write);
    const isThere = await rename(this.#path, taken).then(
      () => true,
      () => false,
    );
    return isThere ? rest + (await this.#replayFile(taken, write)) : rest;
  }

  async #replayFile(
    path: string,
    write: (rows: readonly AuditRow[]) => Promise<void>,
  ): Promise<number> {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (!isThere) return 0;
    let count = 0;
    let batch: AuditRow[] = [];
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const row = this.#parse(line);
      if (row === null) continue;
      batch.push(row);
      count += 1;
      if (batch.length < AUDIT_WRITE_BATCH) continue;
      await write(batch);
      batch = [];
    }
    if (batch.length > 0) await write(batch);
    await rm(path, { force: true });
    return count;
  }

  #parse(line: string): AuditRow | null {
    try {
      return JSON.parse(line) as AuditRow;
    } catch (error) {
      this.#logger.warn(
        { err: error, line },
        'a spilled audit row was cut short and cannot be read',
      );
      return null;
    }
  }
}
