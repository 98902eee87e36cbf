import { Inject, Injectable } from '@nestjs/common';
import { Governor, LeakDetective } from '@lexiflow/memory';
import type {
  AccountGroup,
  CacheStats,
  LeakSnapshot,
  PoolSnapshot,
  RouteSnapshot,
  TimelineEntry,
} from '@lexiflow/memory';
import { AppCaches } from '../caches/app-caches.ts';
import { GOVERNOR } from '../governor-token.ts';
import type {
  MemoryHealth,
  MemoryStats,
  MemoryThresholds,
} from '../health/memory-monitoring.service.ts';
import { MemoryMonitoringService } from '../health/memory-monitoring.service.ts';

/** A list of everything there is: no more follows. */
export interface Listed<Item> {
  readonly items: readonly Item[];
}

export type MemoryStatsDocument = MemoryStats & { readonly at: string };
export type MemoryHealthDocument = MemoryHealth & { readonly thresholds: MemoryThresholds };

/** What the endpoints answer. */
@Injectable()
export class MemoryDocuments {
  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    private readonly monitoring: MemoryMonitoringService,
    private readonly appCaches: AppCaches,
    @Inject(LeakDetective) private readonly detective: LeakDetective | null,
  ) {}

  stats(): MemoryStatsDocument {
    return { at: new Date().toISOString(), ...this.monitoring.getMemoryStats() };
  }

  health(): MemoryHealthDocument {
    return { ...this.monitoring.getMemoryHealth(), thresholds: this.monitoring.thresholds };
  }

  /** Pools and the accounts that are open in them; O(open accounts). */
  pools(): Listed<PoolSnapshot> & { readonly accounts: readonly AccountGroup[] } {
    const { pools, accounts } = this.governor.snapshot();
    return { items: pools, accounts };
  }

  caches(): Listed<CacheStats> {
    return { items: this.appCaches.stats() };
  }

  /** The routes that hold the most, the heaviest first. */
  routes(): Listed<RouteSnapshot> {
    return { items: this.monitoring.heavyRoutes() };
  }

  /** What the leak detective knows; only that it is off where it is. */
  leaks(): LeakSnapshot | { readonly isRunning: false } {
    return this.detective?.snapshot() ?? { isRunning: false };
  }

  /** What the governor did, newest first; `total` counts what has been overwritten too. */
  timeline(): Listed<TimelineEntry> & { readonly total: number } {
    const { timeline, timelineTotal } = this.governor.snapshot();
    return { items: timeline.toReversed(), total: timelineTotal };
  }
}
