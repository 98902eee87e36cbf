import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type {
  LeakFinding,
  LeakReport,
  LeakSettingsChange,
  LeaksCleared,
} from '@lexiflow/contracts';
import { GOVERNOR, NestLeakRoots } from '@lexiflow/memory-nestjs';
import { Governor, LeakDetective, MemoryError } from '@lexiflow/memory';
import type { Finding, LeakSnapshot } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { CONFIG } from '../../platform/config/config.ts';
import type { Config } from '../../platform/config/config.ts';
import { ended } from '../../platform/ended.channel.ts';
import type { Ended } from '../../platform/ended.channel.ts';
import { Metrics } from '../../platform/metrics/metrics.ts';
import { ActionLimit } from '../action-limit.ts';
import { monitoringErrors } from '../monitoring.errors.ts';
import { monitoringLimits } from '../monitoring.limits.ts';
import { LeakFindingRepository } from './leak-finding.repository.ts';
import { leakMetrics } from './leak-metrics.ts';
import { signalRows } from './signal-rows.ts';

const mib = 1024 * 1024;

/** Runs the leak detective over the application's providers, and answers what it found. */
@Injectable()
export class LeakService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #detective: LeakDetective;
  readonly #isEnabled: boolean;
  readonly #checks = new ActionLimit(monitoringLimits.leakChecksPerMinute, 60_000);
  readonly #watch = (message: unknown): void => {
    const { kind, object } = message as Ended;
    this.#detective.watch(kind, object);
  };

  constructor(
    @Inject(GOVERNOR) governor: Governor,
    @Inject(CONFIG) config: Config,
    roots: NestLeakRoots,
    metrics: Metrics,
    private readonly store: LeakFindingRepository,
    private readonly audit: AuditLog,
  ) {
    const { enabled, checkIntervalMs, growthThresholdMb } = config.leaks;
    this.#isEnabled = enabled;
    this.#detective = new LeakDetective({
      governor,
      roots: () => roots.list(),
      store,
      settings: {
        discoveryIntervalMs: checkIntervalMs,
        growthThresholdBytes: growthThresholdMb * mib,
      },
    });
    metrics.add(...leakMetrics(this.#detective));
  }

  onApplicationBootstrap(): void {
    if (!this.#isEnabled) return;
    this.#detective.start();
    subscribe(ended.name, this.#watch);
  }

  async onApplicationShutdown(): Promise<void> {
    unsubscribe(ended.name, this.#watch);
    await this.#detective.stop();
  }

  /** What is known now: this run's findings first, then those that only earlier runs have seen. */
  report(): Promise<LeakReport> {
    return this.#reportOf(this.#detective.snapshot());
  }

  /** One whole round now. Throws MEM_LEAK_DETECTION_OFF; HTTP_TOO_MANY_REQUESTS. */
  async check(actor: Actor): Promise<LeakReport> {
    this.#requireEnabled();
    this.#checks.take();
    const snapshot = await this.#detective.check();
    const count = (status: string) =>
      snapshot.findings.filter((finding) => finding.status === status).length;
    await this.#note(actor, 'memory.leaks-checked', {
      convicted: count('convicted'),
      suspects: count('suspect'),
    });
    return await this.#reportOf(snapshot);
  }

  /** Changes settings until the process ends. Throws MEM_LEAK_SETTING_INVALID and then changes nothing. */
  async configure(actor: Actor, change: LeakSettingsChange): Promise<LeakReport> {
    const given = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    );
    try {
      this.#detective.configure(given);
    } catch (error) {
      if (!(error instanceof MemoryError)) throw error;
      throw monitoringErrors.leakSettingInvalid(error.detail);
    }
    await this.#note(actor, 'memory.leaks-configured', given);
    return await this.report();
  }

  /** Forgets all findings of all runs and all histories. */
  async clear(actor: Actor): Promise<LeaksCleared> {
    const removed = new Set(
      [...(await this.store.load()), ...this.#detective.findings()].map(
        (finding) => finding.fingerprint,
      ),
    ).size;
    await this.#detective.clearHistory();
    await this.#note(actor, 'memory.leaks-cleared', { removed });
    return { removed };
  }

  async #reportOf(snapshot: LeakSnapshot): Promise<LeakReport> {
    const found = new Set(snapshot.findings.map((finding) => finding.fingerprint));
    const earlier = (await this.store.load())
      .filter(({ fingerprint }) => !found.has(fingerprint))
      .map((finding) => ({ ...finding, isKnown: true }));
    return {
      isEnabled: this.#isEnabled,
      detail: this.#inWords(snapshot),
      at: snapshot.at,
      signals: signalRows(snapshot.signals),
      items: [...snapshot.findings, ...earlier].sort(byStatus).map(asAnswered),
      settings: snapshot.settings,
    };
  }

  #inWords({ census, isWarm, watched, cost, runningForMs }: LeakSnapshot): string {
    if (!this.#isEnabled)
      return 'LEAK_DETECTION_ENABLED is false: an empty list is no proof of absence.';
    const followed = watched.reduce((sum, { count }) => sum + count, 0);
    // Over the first seconds the share says only that the process has just begun.
    const share =
      (runningForMs ?? 0) < 60_000 ? '' : `, ${(cost.share * 100).toFixed(2)} % of the time`;
    const warmth = isWarm ? '' : ' Still warming up: growth says nothing yet.';
    return `${census.collections} collections counted, ${followed} ended requests, connections and job runs still alive${share}.${warmth}`;
  }

  #requireEnabled(): void {
    if (!this.#isEnabled) throw monitoringErrors.leakDetectionOff();
  }

  #note(actor: Actor, action: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    const { requestId, ip } = actor;
    return this.audit.note(actor, {
      action,
      objectType: 'process',
      objectId: String(process.pid),
      details,
      ...(requestId === undefined ? {} : { requestId }),
      ...(ip === undefined ? {} : { ip }),
    });
  }
}

const weight = { convicted: 0, suspect: 1, gone: 2 } as const;

function byStatus(left: Finding, right: Finding): number {
  return weight[left.status] - weight[right.status];
}

function asAnswered(finding: Finding): LeakFinding {
  const { allocation } = finding;
  return {
    ...finding,
    evidence: [...finding.evidence],
    allocation: allocation && { ...allocation, stack: [...allocation.stack] },
  };
}
