import type { PoolState } from '@lexiflow/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Database } from '../platform/database/database.ts';
import { databaseLimits } from '../platform/database/database.limits.ts';
import type { HistogramSnapshot } from '../platform/database/pool/duration-histogram.ts';
import { LOGGER } from '../platform/logging/logging.module.ts';
import { fingerprint } from './fingerprint.ts';
import { POOL_WATCH_MS } from './performance.limits.ts';

/** Shows the pool, and writes connections that are held too long to the log, each hold once. */
@Injectable()
export class PoolService implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  /** Begins of the holds that were logged and last on. */
  #logged: ReadonlySet<number> = new Set();

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.look(), POOL_WATCH_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** The figures of now. */
  state(): PoolState {
    const { acquire, statements, heldTooLong, ...figures } = this.database.stats();
    return {
      ...figures,
      waitingLimit: databaseLimits.poolWaiters,
      acquireP95Ms: p95(acquire),
      statementP95Ms: p95(statements),
      statementsTotal: statements.count,
      heldTooLong: heldTooLong.map(({ heldMs, owner, sql }) => ({
        heldMs,
        owner,
        fingerprint: fingerprint(sql),
      })),
    };
  }

  /** Logs the connections that came to be held too long since the last look; the timer calls it. */
  look(): void {
    const held = this.database.stats().heldTooLong;
    for (const { heldMs, sinceMs, owner, sql } of held) {
      if (this.#logged.has(sinceMs)) continue;
      const facts = { heldMs: Math.round(heldMs), owner, sql: fingerprint(sql) };
      this.logger.warn(facts, 'A database connection is held for too long');
    }
    this.#logged = new Set(held.map(({ sinceMs }) => sinceMs));
  }
}

/** The upper bound of the bucket in which the 95th percentile lies; null without observations. */
function p95({ boundsMs, counts, count }: HistogramSnapshot): number | null {
  if (count === 0) return null;
  let left = Math.ceil(count * 0.95);
  const at = counts.findIndex((inBucket) => (left -= inBucket) <= 0);
  return boundsMs[at] ?? boundsMs.at(-1) ?? null;
}
