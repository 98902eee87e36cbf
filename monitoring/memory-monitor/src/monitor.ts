import { AlertBook } from './alerts/alert-book.ts';
import { conditionsOf } from './alerts/conditions.ts';
import { Webhook } from './alerts/webhook.ts';
import { CgroupSource } from './cgroup/cgroup-source.ts';
import { findLayout } from './cgroup/cgroup-layout.ts';
import { FileReader } from './cgroup/file-reader.ts';
import type { MonitorConfig } from './config/monitor-config.ts';
import { checkHealth } from './scrape/check-health.ts';
import { scrape } from './scrape/scrape.ts';
import { Target } from './target/target.ts';

/** Writes one line of the log. */
export type WriteLog = (level: 'info' | 'warn' | 'error', message: string, facts: object) => void;

/**
 * Watches the targets: owns every timer and all I/O towards them. Each target has at most one scrape and
 * one health check under way.
 */
export class Monitor implements Disposable {
  readonly targets: readonly Target[];
  readonly alerts = new AlertBook();
  readonly webhook: Webhook | null;
  readonly config: MonitorConfig;
  readonly #log: WriteLog;
  readonly #cgroups: readonly (readonly [Target, CgroupSource])[];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #busy = new Set<string>();
  /** Time of the last look at the cgroups and the alerts. */
  lastTickMs = 0;

  constructor(config: MonitorConfig, log: WriteLog) {
    this.config = config;
    this.#log = log;
    this.webhook = config.webhookUrl ? new Webhook(config.webhookUrl, config.timeoutMs) : null;
    this.targets = config.targets.map((target) => new Target(target, config));
    const files = new FileReader();
    const layout = findLayout(config.cgroupRoot);
    this.#cgroups = this.targets.flatMap((target) => {
      const folder = target.config.cgroup;
      return folder === null ? [] : [[target, new CgroupSource(files, layout, folder)] as const];
    });
  }

  /** Begins to look; the first look is taken at once. */
  start(): void {
    const every = (intervalMs: number, work: () => void): void => {
      work();
      this.#timers.push(setInterval(work, intervalMs));
    };
    every(this.config.scrapeMs, () => this.#scrapeAll());
    every(this.config.healthMs, () => this.#checkAll());
    every(this.config.sampleMs, () => this.tick(Date.now()));
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  target(name: string): Target | null {
    return this.targets.find((target) => target.name === name) ?? null;
  }

  peerOf({ config }: Target): Target | null {
    return config.peer === null ? null : this.target(config.peer);
  }

  /** Reads every cgroup and holds the alerts against what is known. */
  tick(nowMs: number): void {
    for (const [target, source] of this.#cgroups) {
      target.takeMemory(nowMs, source.read());
      target.takeCgroupRestarts(nowMs, source.restarts);
    }
    const conditions = this.targets.flatMap((target) =>
      conditionsOf(target, this.peerOf(target), nowMs),
    );
    for (const alert of this.alerts.update(nowMs, conditions)) {
      this.#log(alert.state === 'resolved' ? 'info' : 'warn', 'memory monitor alert', { alert });
      this.webhook?.push(alert);
    }
    this.lastTickMs = nowMs;
  }

  /**
   * Checks a target again whose last health check failed: a server that has just come up is not judged by
   * a check from before. Counts a good answer only, so that asking often makes no failures.
   */
  async recheck({ name, config, health }: Target): Promise<void> {
    const url = config.healthUrl;
    if (url === null || health.failures === 0) return;
    await this.#once(`recheck ${name}`, async () => {
      const failure = await checkHealth(url, this.config.timeoutMs);
      if (failure === null) health.observe(Date.now(), null);
    });
  }

  #scrapeAll(): void {
    for (const target of this.targets) {
      const url = target.config.metricsUrl;
      if (url === null) continue;
      void this.#once(`scrape ${target.name}`, async () => {
        const figures = await scrape(url, this.config.timeoutMs, Date.now).catch(() => null);
        if (figures === null) target.missMetrics(Date.now());
        else target.takeMetrics(Date.now(), figures, this.peerOf(target));
      });
    }
  }

  #checkAll(): void {
    for (const target of this.targets) {
      const url = target.config.healthUrl;
      if (url === null) continue;
      void this.#once(`health ${target.name}`, async () => {
        target.health.observe(Date.now(), await checkHealth(url, this.config.timeoutMs));
      });
    }
  }

  /** Runs work unless the same is still under way. */
  async #once(key: string, work: () => Promise<void>): Promise<void> {
    if (this.#busy.has(key)) return;
    this.#busy.add(key);
    try {
      await work();
    } finally {
      this.#busy.delete(key);
    }
  }
}
