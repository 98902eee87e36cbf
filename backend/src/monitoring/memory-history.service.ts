import type { MemoryHistory } from '@lexiflow/contracts';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Governor, pressureLevels } from '@lexiflow/memory';
import type { Account } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { metricsLimits } from '../platform/metrics/metrics.limits.ts';
import { RequestFigures } from '../platform/metrics/request-figures.ts';
import { FigureRings } from './figure-rings.ts';

const columns = [
  'at',
  'workingSetBytes',
  'heapUsedBytes',
  'heapFloorBytes',
  'externalBytes',
  'accountedBytes',
  'levelIndex',
  'gcPauseMs',
  'eventLoopDelayMs',
  'requestsPerSecond',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'shedPerSecond',
] as const;

/** The last quarter of an hour, a point a second, for charts: fixed memory, one timer. */
@Injectable()
export class MemoryHistoryService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rings = new FigureRings(columns, metricsLimits.historyPoints);
  readonly #account: Account;
  #timer: NodeJS.Timeout | undefined;
  #lastAtMs = performance.now();
  #lastShed = 0;

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    private readonly requests: RequestFigures,
  ) {
    this.#account = governor.openAccount('diagnostics', 'memory-history');
    this.#account.grow(this.#rings.bytes);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.takePoint(), metricsLimits.historyIntervalMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#account.shrink(this.#rings.bytes);
    this.#account.close();
  }

  /** Adds the point of now; the timer calls it. */
  takePoint(): void {
    const { governor } = this;
    const { reading } = governor;
    const nowMs = performance.now();
    const seconds = (nowMs - this.#lastAtMs) / 1000 || 1;
    const { admission, accountedBytes, gc } = governor.snapshot();
    const shed = sum(Object.values(admission.refusedTotal));
    const samples = Math.ceil((nowMs - this.#lastAtMs) / 100);
    const pauses = gc.pauses.filter(({ atMs }) => atMs >= this.#lastAtMs);
    const { requests, p50Ms, p95Ms, p99Ms } = this.requests.takeWindow();
    this.#rings.add({
      at: Date.now(),
      workingSetBytes: reading.workingSetBytes,
      heapUsedBytes: reading.heapUsedBytes,
      heapFloorBytes: reading.floorBytes,
      externalBytes: reading.externalBytes,
      accountedBytes,
      levelIndex: pressureLevels.indexOf(governor.level),
      gcPauseMs: Math.max(0, ...pauses.map(({ durationMs }) => durationMs)),
      eventLoopDelayMs: Math.max(0, ...governor.history.list('eventLoopDelayMs', samples)),
      requestsPerSecond: requests / seconds,
      p50Ms,
      p95Ms,
      p99Ms,
      shedPerSecond: (shed - this.#lastShed) / seconds,
    });
    this.#lastAtMs = nowMs;
    this.#lastShed = shed;
  }

  /** The points later than `sinceMs` (epoch), oldest first; all of them for 0. */
  history(sinceMs = 0): MemoryHistory {
    const rings = this.#rings.after('at', sinceMs);
    return {
      intervalMs: metricsLimits.historyIntervalMs,
      at: rings.list('at'),
      workingSetBytes: rings.list('workingSetBytes'),
      heapUsedBytes: rings.list('heapUsedBytes'),
      heapFloorBytes: rings.listOrNull('heapFloorBytes'),
      externalBytes: rings.list('externalBytes'),
      accountedBytes: rings.list('accountedBytes'),
      levelIndex: rings.list('levelIndex'),
      gcPauseMs: rings.list('gcPauseMs'),
      eventLoopDelayMs: rings.list('eventLoopDelayMs'),
      requestsPerSecond: rings.list('requestsPerSecond'),
      p50Ms: rings.listOrNull('p50Ms'),
      p95Ms: rings.listOrNull('p95Ms'),
      p99Ms: rings.listOrNull('p99Ms'),
      shedPerSecond: rings.list('shedPerSecond'),
    };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
