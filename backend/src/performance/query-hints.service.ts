import type { ExplainResult, MissingIndex, QueryHints, RepeatedQuery } from '@lexiflow/contracts';
import type { Account, Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { runningWork } from '../platform/work/running-work.ts';
import { explainStatement } from './explain-statement.ts';
import { fingerprint, fingerprintId } from './fingerprint.ts';
import { HintTable } from './hint-table.ts';
import { missingIndexes } from './missing-indexes.ts';
import { performanceErrors } from './performance.errors.ts';
import {
  EXPLAINS_AT_ONCE,
  KEPT_SQL_LETTERS,
  PLAN_LETTERS,
  REPEATS_HINTED,
  SWEEP_MS,
  SWEEP_STATEMENTS,
} from './performance.limits.ts';
import { RequestTrail } from './request-trail.ts';
import { SlowQueryLogService } from './slow-query-log.service.ts';

interface RepeatedText {
  readonly hint: RepeatedQuery;
  /** Null when it was too long to keep. */
  readonly sql: string | null;
}

const frame =
  /^(?:begin|start|commit|rollback|savepoint|release|set|prepare|explain|deallocate)\b/i;
const readable = /^\s*(?:select|with)\b/i;

/**
 * Plans on demand, and hints: statements that one request repeats, and tables that slow statements
 * read as a whole. It sees every statement of the pool and runs none of them again.
 */
@Injectable()
export class QueryHintsService implements OnModuleInit, OnModuleDestroy {
  readonly #trail = new RequestTrail();
  readonly #repeated = new HintTable<RepeatedText>();
  readonly #scans = new HintTable<MissingIndex>();
  /** Statements that were explained in the last hour, by id. */
  readonly #explained = new HintTable<object>();
  readonly #account: Account;
  readonly #ends: (() => void)[] = [];
  #running = 0;

  constructor(
    private readonly database: Database,
    private readonly slow: SlowQueryLogService,
    private readonly audit: AuditLog,
    @Inject(GOVERNOR) memory: Governor,
  ) {
    this.#account = memory.openAccount('diagnostics', 'query-hints');
  }

  onModuleInit(): void {
    this.#ends.push(this.database.statements.subscribe(({ sql }) => this.#note(sql)));
    const timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
    this.#ends.push(() => clearInterval(timer));
  }

  onModuleDestroy(): void {
    for (const end of this.#ends.splice(0)) end();
    this.#account.shrink(this.#account.usedBytes);
    this.#account.close();
  }

  /** What was found in the last hour. */
  hints(): QueryHints {
    return {
      repeated: this.#repeated.list().map(({ hint }) => hint),
      missingIndexes: this.#scans.list(),
    };
  }

  /**
   * Plans a statement that the server has run before, and records who asked. Throws
   * PERF_STATEMENT_UNKNOWN, PERF_NOT_EXPLAINABLE or HTTP_TOO_MANY_REQUESTS.
   */
  async explain(actor: Actor, id: string): Promise<ExplainResult> {
    const sql = this.slow.textOf(id) ?? this.#repeatedText(id);
    if (sql === null) throw performanceErrors.statementUnknown();
    const result = await this.#explain(id, sql);
    await this.audit.note(actor, {
      action: 'query.explained',
      objectType: 'statement',
      objectId: id,
      details: { fingerprint: result.fingerprint },
      requestId: actor.requestId ?? null,
      ip: actor.ip ?? null,
    });
    return result;
  }

  /** Plans some slow statements that were not planned in the last hour; the timer calls it. */
  async sweep(): Promise<void> {
    const due = this.slow
      .top(SWEEP_STATEMENTS * 10)
      .filter(({ id, fingerprint: shape }) => readable.test(shape) && !this.#explained.has(id))
      .slice(0, SWEEP_STATEMENTS);
    for (const { id } of due) {
      const sql = this.slow.textOf(id);
      // One that has no plan is not worth a word: it is tried again in an hour.
      if (sql !== null) await this.#explain(id, sql).catch(() => {});
    }
  }

  async #explain(id: string, sql: string): Promise<ExplainResult> {
    if (this.#running >= EXPLAINS_AT_ONCE)
      throw httpErrors.tooManyRequests({
        detail: 'Other plans are made now',
        retryAfterSeconds: 1,
      });
    this.#running += 1;
    this.#explained.note(id, () => ({}));
    try {
      const { plan, lines, tableRows } = await explainStatement(this.database, sql);
      const shape = fingerprint(sql);
      const seenAt = new Date().toISOString();
      const scans = missingIndexes(plan, tableRows).map((scan) => ({
        ...scan,
        columns: [...scan.columns],
        id,
        fingerprint: shape,
        seenAt,
      }));
      for (const scan of scans) this.#scans.note(`${id} ${scan.table}`, () => scan);
      this.#charge();
      return {
        id,
        fingerprint: shape,
        totalCost: plan['Total Cost'] ?? 0,
        plan: withoutValues(lines).slice(0, PLAN_LETTERS),
        missingIndexes: scans,
      };
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw performanceErrors.notExplainable({ cause: error });
    } finally {
      this.#running -= 1;
    }
  }

  #note(sql: string): void {
    const work = runningWork.getStore();
    if (work === undefined) return;
    const { name: route } = work;
    const times = this.#trail.count(work, sql);
    // In tens: a fingerprint costs more than most of the statements of a loop.
    if (times === 0 || times % REPEATS_HINTED > 0 || frame.test(sql)) return;
    const shape = fingerprint(sql);
    this.#repeated.note(`${route} ${shape}`, (former, lastAt) => ({
      sql: sql.length <= KEPT_SQL_LETTERS ? sql : null,
      hint: {
        id: fingerprintId(shape),
        route,
        fingerprint: shape,
        requests: (former?.hint.requests ?? 0) + (times === REPEATS_HINTED ? 1 : 0),
        maxTimes: Math.max(former?.hint.maxTimes ?? 0, times),
        lastAt,
      },
    }));
    this.#charge();
  }

  #charge(): void {
    const held = this.#repeated.bytes + this.#scans.bytes + this.#explained.bytes;
    const more = held - this.#account.usedBytes;
    if (more < 0) this.#account.shrink(-more);
    else this.#account.grow(more);
  }

  #repeatedText(id: string): string | null {
    return this.#repeated.list().find(({ hint }) => hint.id === id)?.sql ?? null;
  }
}

/** A plan as text. Conditions may hold values of the statement, which are left out; costs are not. */
function withoutValues(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const indent = /^\s*/.exec(line)?.[0] ?? '';
      return line.includes('(cost=') ? line : indent + fingerprint(line);
    })
    .join('\n');
}
