import type { MonitorConfig, TargetConfig } from '../config/monitor-config.ts';
import { HistoryRing } from '../history/history-ring.ts';
import { timeToLimitSeconds, trendOf, type Trend } from '../history/trend.ts';
import { monitorLimits } from '../monitor.limits.ts';
import type { MetricsFigures } from '../scrape/metrics-figures.ts';
import { compareSpeed } from '../speed/compare-speed.ts';
import { SpeedWindow } from '../speed/speed-window.ts';
import { HealthTrigger } from '../triggers/health-trigger.ts';
import { MemoryTrigger } from '../triggers/memory-trigger.ts';
import { PerformanceTrigger } from '../triggers/performance-trigger.ts';
import { RestartTrigger } from '../triggers/restart-trigger.ts';
import type { TriggerState } from '../triggers/trigger.ts';
import type { MemoryReading } from './memory-reading.ts';

/** A start time read from an uptime is off by the time of the answer; a restart moves it further. */
const SAME_START_MS = 2000;

/** One watched service: its present figures, its history and its triggers. Does no I/O. */
export class Target {
  readonly name: string;
  readonly config: TargetConfig;
  readonly history = new HistoryRing(monitorLimits.historySamples.value);
  readonly speed: SpeedWindow;
  readonly health: HealthTrigger;
  readonly #memory: MemoryTrigger;
  readonly #performance: PerformanceTrigger;
  readonly #restart: RestartTrigger;
  #startedMs: number | null = null;
  #cgroupRestarts = 0;
  #processRestarts = 0;
  #historyMs = -Infinity;
  /** Null while there is nothing to read. */
  memory: MemoryReading | null = null;
  /** Time of the last reading of memory. */
  seenMs: number | null = null;
  lastOomKillMs: number | null = null;
  scrapeFailures = 0;

  constructor(config: TargetConfig, { thresholds }: Pick<MonitorConfig, 'thresholds'>) {
    this.name = config.name;
    this.config = config;
    this.speed = new SpeedWindow(thresholds.performanceWindowMs, thresholds.performanceRequests);
    this.health = new HealthTrigger(thresholds);
    this.#memory = new MemoryTrigger(thresholds);
    this.#performance = new PerformanceTrigger(thresholds);
    this.#restart = new RestartTrigger(thresholds);
  }

  /** Restarts seen: new cgroups or new processes, whichever were more, as one restart often is both. */
  get restarts(): number {
    return Math.max(this.#cgroupRestarts, this.#processRestarts);
  }

  /** Used share of the limit; null without a reading or limit. */
  get usedRatio(): number | null {
    const limitBytes = this.memory?.limitBytes ?? null;
    return this.memory === null || limitBytes === null ? null : this.memory.usedBytes / limitBytes;
  }

  /** Takes a reading of memory, null when the target is not there. */
  takeMemory(atMs: number, reading: MemoryReading | null): void {
    if (reading !== null) {
      if (this.memory !== null && reading.oomKills > this.memory.oomKills)
        this.lastOomKillMs = atMs;
      this.seenMs = atMs;
      if (atMs - this.#historyMs >= monitorLimits.historyIntervalMs.value) {
        this.history.add(atMs, reading.usedBytes);
        this.#historyMs = atMs;
      }
    }
    this.memory = reading;
    this.#memory.observe(atMs, this.usedRatio);
  }

  /** Takes the number of cgroups that came after the first one. */
  takeCgroupRestarts(atMs: number, restarts: number): void {
    const before = this.restarts;
    this.#cgroupRestarts = restarts;
    if (this.restarts > before) this.#restart.observe(atMs);
  }

  /** Takes a metrics page; its memory counts where no cgroup is read. `peer` gives the baseline first. */
  takeMetrics(atMs: number, figures: MetricsFigures, peer: Target | null): void {
    this.#takeStart(atMs, figures.startedMs);
    if (this.config.cgroup === null) this.takeMemory(atMs, figures.memory);
    this.speed.observe(atMs, figures.routes);
    const ageMs = monitorLimits.baselineAgeMs.value;
    const theirs = peer?.speed.baseline(atMs, ageMs) ?? null;
    const baseline = theirs ?? this.speed.baseline(atMs, ageMs);
    const comparison = baseline && compareSpeed(this.speed.present(), baseline.totals);
    const source = theirs === null ? this.name : (peer?.name ?? '');
    this.#performance.observe(atMs, comparison, source);
    this.speed.settle(!this.triggers(atMs).some(({ holds }) => holds));
  }

  /** Takes a metrics page that did not come. */
  missMetrics(atMs: number): void {
    this.scrapeFailures++;
    this.#performance.observe(atMs, null, '');
    if (this.config.cgroup === null) this.takeMemory(atMs, null);
  }

  /** The four triggers; with `fromMs` only what happened since then counts. */
  triggers(nowMs: number, fromMs = 0): TriggerState[] {
    return [
      this.#memory.state(fromMs),
      this.#performance.state(),
      this.health.state(fromMs),
      this.#restart.state(nowMs, fromMs),
    ];
  }

  trend(nowMs: number): Trend | null {
    return trendOf(this.history, nowMs - monitorLimits.trendMs.value);
  }

  timeToLimitSeconds(nowMs: number): number | null {
    if (this.memory === null) return null;
    const { usedBytes, limitBytes } = this.memory;
    return timeToLimitSeconds(this.trend(nowMs), usedBytes, limitBytes);
  }

  #takeStart(atMs: number, startedMs: number | null): void {
    if (startedMs === null) return;
    if (this.#startedMs !== null && startedMs > this.#startedMs + SAME_START_MS) {
      const before = this.restarts;
      this.#processRestarts++;
      if (this.restarts > before) this.#restart.observe(atMs);
    }
    if (this.#startedMs === null || Math.abs(startedMs - this.#startedMs) > SAME_START_MS)
      this.#startedMs = startedMs;
  }
}
