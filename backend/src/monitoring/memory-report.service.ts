import type {
  MemoryMetrics,
  MemoryStatsAnswer,
  MemoryTimeline,
  MemoryVerdict,
  ProcessFigures,
} from '@lexiflow/contracts';
import { GOVERNOR, MemoryMonitoringService } from '@lexiflow/memory-nestjs';
import { Governor, processInfo } from '@lexiflow/memory';
import type { MemoryPlan } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../platform/config/config.ts';
import type { Config } from '../platform/config/config.ts';
import { memoryPlan } from '../platform/config/memory-plan.ts';
import { cacheStats } from '../platform/metrics/cache-figures.ts';
import { RequestFigures } from '../platform/metrics/request-figures.ts';
import { VERSION } from '../version.ts';
import { MemoryActionsService } from './memory-actions.service.ts';
import { memoryDocument } from './memory-document.ts';

/** The monitoring documents, put together from the governor, the caches and the request figures. */
@Injectable()
export class MemoryReportService {
  readonly #plan: MemoryPlan;

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    @Inject(CONFIG) config: Config,
    private readonly requests: RequestFigures,
    private readonly monitoring: MemoryMonitoringService,
    private readonly actions: MemoryActionsService,
  ) {
    this.#plan = memoryPlan(config);
  }

  /** Everything in one document. */
  metrics(): MemoryMetrics {
    return memoryDocument({
      snapshot: this.governor.snapshot(),
      caches: cacheStats(this.governor),
      routes: this.requests.rows(),
      costs: this.governor.routes(),
      inFlight: this.requests.inFlight,
      planSource: this.#plan.source,
    });
  }

  stats(): MemoryStatsAnswer {
    const { level, usedRatio } = this.monitoring.getMemoryHealth();
    const stats = this.monitoring.getMemoryStats();
    return { at: new Date().toISOString(), level, usedRatio, ...stats };
  }

  verdict(): MemoryVerdict {
    return { ...this.monitoring.getMemoryHealth(), thresholds: this.monitoring.thresholds };
  }

  /** The governor's kept actions, newest first. */
  timeline(): MemoryTimeline {
    const { timeline, timelineTotal } = this.governor.snapshot();
    const items = timeline.map((entry, index) => ({
      id: timelineTotal - timeline.length + index + 1,
      at: new Date(entry.atMs).toISOString(),
      level: entry.level,
      cause: entry.cause,
      action: entry.subject === undefined ? entry.action : `${entry.action} ${entry.subject}`,
      bytesWon: entry.bytesWon,
      durationMs: entry.durationMs,
    }));
    return { items: items.reverse() };
  }

  /** The process, the memory plan it was started with, and the price of a snapshot. */
  process(): ProcessFigures {
    const { budgetBytes, source, profile, lines } = this.#plan;
    const { isAllowed, neededBytes, headroomBytes, predictedPauseMs, detail } =
      this.actions.snapshotVerdict();
    const info = processInfo();
    return {
      ...info,
      version: VERSION,
      flags: [...info.flags],
      budget: { budgetBytes, source, profile: profile ?? null, lines: [...lines] },
      snapshot: { isAllowed, neededBytes, headroomBytes, predictedPauseMs, detail },
    };
  }
}
