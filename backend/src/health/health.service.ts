import { Inject, Injectable } from '@nestjs/common';
import { MemoryMonitoringService } from '@lexiflow/memory-nestjs';
import type { FullHealth, HealthAnswer, HealthCheck, ReadyAnswer } from '@lexiflow/contracts';
import { CONFIG } from '../platform/config/config.ts';
import type { Config } from '../platform/config/config.ts';
import { Database } from '../platform/database/database.ts';
import { Lifecycle } from '../platform/http/lifecycle.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CachedCheck } from './cached-check.ts';
import type { CheckResult } from './cached-check.ts';
import { healthLimits } from './health.limits.ts';
import { reasonsNotReady } from './readiness.ts';

/** What the probes ask: is the process ready, and how are the parts it depends on. */
@Injectable()
export class HealthService {
  readonly #database: CachedCheck;
  readonly #memoryCounts: boolean;

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly memory: MemoryMonitoringService,
    private readonly db: Database,
    @Inject(CONFIG) config: Config,
  ) {
    this.#database = new CachedCheck(() => db.ping(), config.memory.healthCheckIntervalMs);
    this.#memoryCounts = config.memory.healthCheckEnabled;
  }

  /** Whether new work should be sent here. */
  async readiness(): Promise<ReadyAnswer> {
    const { isUp } = await this.#database.result();
    const { phase } = this.lifecycle;
    const { level } = this.memory;
    const facts = { phase, level, memoryCounts: this.#memoryCounts, isDatabaseUp: isUp };
    const reasons = reasonsNotReady(facts);
    return { ready: reasons.length === 0, reasons };
  }

  /** The worst of all parts in one word. */
  async overall(): Promise<HealthAnswer> {
    const { isUp } = await this.#database.result();
    const isServing = this.lifecycle.phase === 'serving';
    const memory = this.#memoryCounts ? this.memory.getMemoryHealth().status : 'healthy';
    return {
      status: isUp && isServing ? memory : 'unavailable',
      uptimeSeconds: Math.round(process.uptime()),
    };
  }

  /** Every part; with the figures for a viewer who may read the monitoring. */
  async full(viewer: Viewer | null): Promise<FullHealth> {
    const checks = [
      databaseCheck(await this.#database.result(), this.db),
      this.#memoryCheck(),
      this.#eventLoopCheck(),
    ];
    const seesFigures = viewer?.permissions.has('monitoring:read') ?? false;
    const { status, uptimeSeconds } = await this.overall();
    return {
      status,
      at: new Date().toISOString(),
      uptimeSeconds,
      checks: seesFigures ? checks : checks.map(({ name, status: one }) => ({ name, status: one })),
    };
  }

  #memoryCheck(): HealthCheck {
    const { status, level, usedRatio, cause } = this.memory.getMemoryHealth();
    const share = `${(usedRatio * 100).toFixed(1)} % of the tightest limit (${cause})`;
    return { name: 'memory', status, detail: `${level}, ${share}` };
  }

  #eventLoopCheck(): HealthCheck {
    const { eventLoopDelayMs, eventLoopUtilisation } = this.memory.getMemoryStats();
    const isSlow =
      eventLoopDelayMs >= healthLimits.loopDelayWarningMs ||
      eventLoopUtilisation >= healthLimits.loopUtilisationWarning;
    return {
      name: 'event-loop',
      status: isSlow ? 'warning' : 'healthy',
      figures: { eventLoopDelayMs, eventLoopUtilisation },
    };
  }
}

function databaseCheck(result: CheckResult, database: Database): HealthCheck {
  const { open, idle, inUse, waiting, max } = database.stats();
  return {
    name: 'database',
    status: result.isUp ? 'healthy' : 'unavailable',
    detail: result.failure ?? `answered in ${result.tookMs.toFixed(1)} ms`,
    figures: { kind: database.kind, open, idle, inUse, waiting, max },
  };
}
