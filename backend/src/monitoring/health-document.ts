import type { MemoryHealthAnswer } from '@lexiflow/contracts';
import { formatSize, formatThreshold } from './format-size.ts';

/** What the health document is made of. */
export interface HealthFacts {
  readonly status: MemoryHealthAnswer['status'];
  readonly heapLimitBytes: number;
  readonly heapUsedBytes: number;
  readonly detachedContexts: number;
  readonly rssBytes: number;
  readonly externalBytes: number;
  readonly budgetBytes: number;
  readonly warningRatio: number;
  readonly criticalRatio: number;
}

/** `GET /health/memory` in the shape that dashboards and scripts read. Pure. */
export function healthDocument(facts: HealthFacts): MemoryHealthAnswer {
  const { heapLimitBytes, heapUsedBytes, budgetBytes, warningRatio, criticalRatio } = facts;
  return {
    status: facts.status,
    v8: {
      heapSizeLimit: formatSize(heapLimitBytes),
      usedHeapSize: formatSize(heapUsedBytes),
      heapUsedPercent: `${((100 * heapUsedBytes) / heapLimitBytes).toFixed(2)}%`,
      numberOfDetachedContexts: facts.detachedContexts,
    },
    process: {
      rss: formatSize(facts.rssBytes),
      heapUsed: formatSize(heapUsedBytes),
      external: formatSize(facts.externalBytes),
    },
    thresholds: {
      heapWarning: `${Math.round(warningRatio * 100)}%`,
      heapCritical: `${Math.round(criticalRatio * 100)}%`,
      rssWarning: formatThreshold(budgetBytes * warningRatio),
      rssCritical: formatThreshold(budgetBytes * criticalRatio),
    },
  };
}
