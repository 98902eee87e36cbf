import type { Account, Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { CONFIG } from '../platform/config/config.ts';
import type { Config } from '../platform/config/config.ts';
import { Database } from '../platform/database/database.ts';
import type { StatementReport } from '../platform/database/pool/pool-connection.ts';
import { LOGGER } from '../platform/logging/logging.module.ts';
import { fingerprint } from './fingerprint.ts';
import { FINGERPRINTS, LOG_INTERVAL_MS } from './performance.limits.ts';
import { type SlowQuery, SlowQueryTable } from './slow-query-table.ts';

/**
 * Follows every statement of the database: counts and logs those over `SLOW_QUERY_THRESHOLD_MS`, and
 * with `ENABLE_QUERY_LOGGING` writes all of them. Shapes only: no value is kept or written.
 */
@Injectable()
export class SlowQueryLogService implements OnModuleInit, OnModuleDestroy {
  readonly #table = new SlowQueryTable();
  readonly #account: Account;
  readonly #loggedAtMs = new Map<string, number>();
  #end: () => void = () => {};

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    @Inject(GOVERNOR) host: Governor,
  ) {
    this.#account = host.openAccount('diagnostics', 'slow-queries');
  }

  onModuleInit(): void {
    const { slowQueryLog, slowQueryThresholdMs, queryLogging } = this.config.database;
    if (!slowQueryLog && !queryLogging) return;
    this.#end = this.database.statements.subscribe((report) => {
      if (queryLogging) this.#write(report);
      if (slowQueryLog && report.durationMs >= slowQueryThresholdMs) this.#note(report);
    });
  }

  onModuleDestroy(): void {
    this.#end();
    this.#account.shrink(this.#account.usedBytes);
    this.#account.close();
  }

  /** The shapes that took most time in the last hour. */
  top(limit: number): SlowQuery[] {
    return this.#table.top(limit);
  }

  /** The text of a shape by its id; null when it is not known, or too long to be kept. */
  textOf(id: string): string | null {
    return this.#table.textOf(id);
  }

  #write({ sql, durationMs, rows, isFailed }: StatementReport): void {
    this.logger.info({ sql: fingerprint(sql), durationMs, rows, isFailed }, 'statement');
  }

  #note({ sql, durationMs, rows, isFailed }: StatementReport): void {
    const shape = fingerprint(sql);
    this.#table.add({ fingerprint: shape, sql, durationMs, rows, isFailed });
    const more = this.#table.bytes - this.#account.usedBytes;
    if (more < 0) this.#account.shrink(-more);
    else this.#account.grow(more);
    const nowMs = Date.now();
    if (nowMs - (this.#loggedAtMs.get(shape) ?? 0) < LOG_INTERVAL_MS) return;
    this.#loggedAtMs.delete(shape);
    this.#loggedAtMs.set(shape, nowMs);
    const [oldest] = this.#loggedAtMs.keys();
    if (this.#loggedAtMs.size > FINGERPRINTS && oldest !== undefined)
      this.#loggedAtMs.delete(oldest);
    this.logger.warn({ sql: shape, durationMs, rows, isFailed }, 'slow statement');
  }
}
