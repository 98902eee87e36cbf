import { totalmem } from 'node:os';
import { plan } from '../budget/plan.ts';
import { readCgroup } from '../budget/read-cgroup.ts';
import { systemClock } from '../clock.ts';
import type { CancelTimer, Clock } from '../clock.ts';
import { FileCgroupGauge } from '../probe/cgroup-gauge.ts';
import type { History } from '../probe/history.ts';
import { ProcessMachine } from '../probe/machine.ts';
import type { Reading } from '../probe/reading.ts';
import { Sampler } from '../probe/sampler.ts';
import type { Account, AccountOptions, PoolName } from './account.ts';
import { noRefusals } from './actions/refuse-work.ts';
import { standardActions } from './actions/standard-actions.ts';
import type { Admission, AdmissionRequest } from './admission.ts';
import { AdmissionControl } from './admission.ts';
import { findGc } from './find-gc.ts';
import { governorLimits } from './governor.limits.ts';
import type { GovernorOptions } from './governor-options.ts';
import { checkGovernorOptions } from './governor-options.ts';
import type { GovernorSnapshot } from './governor-snapshot.ts';
import { readingSnapshot } from './governor-snapshot.ts';
import type { MemoryHost } from './host.ts';
import type { LadderRules, PressureLevel } from './ladder.ts';
import { ladderRules } from './ladder.ts';
import { Ledger } from './ledger.ts';
import { nudgeCollection } from './nudge-collection.ts';
import { PausePrediction } from './pause-prediction.ts';
import type { Pressure } from './pressure.ts';
import { PressureLoop } from './pressure-loop.ts';
import type { Pausable, Reclaimer } from './reclaimer.ts';
import { ReclaimerSet } from './reclaimer-set.ts';
import { RefusalMaker } from './refusal-maker.ts';
import { Timeline } from './timeline.ts';

/** Told when the pressure level changes. */
export type LevelListener = (level: PressureLevel, before: PressureLevel) => void;

/**
 * Holds a process inside its memory budget: accounts say who holds what, probes say what the
 * operating system sees, the ladder turns both into a level, and actions answer it.
 */
export class Governor implements MemoryHost {
  readonly budgetBytes: number;
  readonly rules: LadderRules;
  readonly pausePrediction = new PausePrediction();
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #sampler: Sampler;
  readonly #admission: AdmissionControl;
  readonly #reclaimers = new ReclaimerSet();
  readonly #timeline = new Timeline(governorLimits.timelineEntries.value);
  readonly #loop: PressureLoop;
  readonly #listeners = new Set<LevelListener>();
  readonly #cleanupIntervalMs: number;
  readonly #cleanupAggressive: boolean;
  #cancelCleanup: CancelTimer | undefined;
  #isRunning = false;

  /** See `createGovernor`. */
  constructor(options: GovernorOptions = {}) {
    checkGovernorOptions(options);
    const cgroup = options.cgroup === undefined ? (readCgroup() ?? null) : options.cgroup;
    const made =
      options.plan ??
      plan({
        cgroupLimitBytes: cgroup?.limitBytes ?? null,
        ...(cgroup ? { cgroupVersion: cgroup.version } : {}),
        machineBytes: totalmem(),
        nodeMajor: Number.parseInt(process.versions.node, 10),
        embeddedDatabase: false,
      });
    this.budgetBytes = made.budgetBytes;
    this.rules = ladderRules(options.warningRatio, options.criticalRatio);
    this.#clock = options.clock ?? systemClock;
    const isCgroupTight = cgroup !== null && (cgroup.limitBytes ?? Infinity) <= made.budgetBytes;
    this.#sampler = new Sampler({
      limitBytes: isCgroupTight ? (cgroup.limitBytes as number) : made.budgetBytes,
      clock: this.#clock,
      machine:
        options.machine ??
        new ProcessMachine(isCgroupTight ? new FileCgroupGauge(cgroup) : undefined),
      ...(options.gc ? { gc: options.gc } : {}),
      ...(options.oldLimitBytes === undefined ? {} : { oldLimitBytes: options.oldLimitBytes }),
      ...(options.intervalMs === undefined ? {} : { intervalMs: options.intervalMs }),
    });
    const refusals = new RefusalMaker(() => this.level, options.random);
    this.#ledger = new Ledger({
      limitBytes: made.accountsBytes,
      clock: this.#clock,
      refusals,
      ...(options.poolShares ? { shares: options.poolShares } : {}),
    });
    const shares = noRefusals();
    this.#admission = new AdmissionControl({
      ledger: this.#ledger,
      clock: this.#clock,
      shares,
      refusals,
    });
    this.#loop = new PressureLoop({
      clock: this.#clock,
      rules: this.rules,
      ledger: this.#ledger,
      reclaimers: this.#reclaimers,
      timeline: this.#timeline,
      actions: [
        ...standardActions({
          shares,
          drainAfterMs: options.drainAfterMs ?? 30_000,
          collection:
            options.automaticGc === false
              ? undefined
              : {
                  clock: this.#clock,
                  findCollector: () => options.collector ?? findGc(),
                  nudge: nudgeCollection,
                  prediction: this.pausePrediction,
                  pauseBudgetMs: options.collectPauseMs ?? governorLimits.collectPauseMs.value,
                },
        }),
        ...(options.actions ?? []),
      ],
      onFloor: (bytes) => this.#admission.routes.learnHeld(bytes),
      onLevel: (level, before) => {
        for (const listener of this.#listeners) listener(level, before);
      },
    });
    this.#cleanupIntervalMs = options.cleanupIntervalMs ?? 300_000;
    this.#cleanupAggressive = options.cleanupAggressive ?? false;
  }

  /** Starts probing. Starting twice does nothing; answers this governor. */
  start(): this {
    if (this.#isRunning) return this;
    this.#isRunning = true;
    this.#sampler.start(
      (reading) => this.#loop.step(reading),
      (reading) => this.#loop.floor(reading),
    );
    if (this.#cleanupIntervalMs > 0) {
      this.#cancelCleanup = this.#clock.every(this.#cleanupIntervalMs, () => void this.cleanup());
    }
    return this;
  }

  /** Stops probing and cancels all timers; accounts stay valid. Stopping twice does nothing. */
  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#cancelCleanup?.();
    this.#sampler.stop();
  }

  /** Stops for good and closes the cgroup files. */
  [Symbol.dispose](): void {
    this.stop();
    this.#sampler.close();
  }

  get level(): PressureLevel {
    return this.#loop.level;
  }

  /** What the last sample came to; undefined before the first. */
  get pressure(): Pressure | undefined {
    return this.#loop.pressure;
  }

  /** The last reading. One object, changed by every sample: copy what must last. */
  get reading(): Readonly<Reading> {
    return this.#sampler.reading;
  }

  /** The last minute of readings, for charts. */
  get history(): History {
    return this.#sampler.history;
  }

  openAccount(pool: PoolName, name: string, options?: AccountOptions): Account {
    return this.#ledger.openAccount(pool, name, options);
  }

  registerReclaimer(reclaimer: Reclaimer): () => void {
    return this.#reclaimers.registerReclaimer(reclaimer);
  }

  /** The structures that have registered, what is worth least per byte first. O(n log n). */
  registered(): readonly Reclaimer[] {
    return this.#reclaimers.byValue();
  }

  registerPausable(pausable: Pausable): () => void {
    return this.#reclaimers.registerPausable(pausable);
  }

  /** Lets work in with an account to close when it ends, or refuses it with the numbers. O(1). */
  admit(request: AdmissionRequest): Admission {
    return this.#admission.admit(request);
  }

  /** From now on only health, auth, admin and service work is let in. */
  drain(): void {
    this.#admission.isDraining = true;
  }

  /** Calls `listener` on every change of level; answers the function that ends it. */
  onLevel(listener: LevelListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a sample now, with all that follows from it. */
  sample(): Readonly<Reading> {
    return this.#sampler.sample();
  }

  /** Has every structure drop what has expired; answers the bytes won. */
  cleanup(): number {
    let bytesWon = this.#cleanupAggressive ? this.#ledger.trim() : 0;
    for (const reclaimer of this.#reclaimers.byValue()) {
      const expire = reclaimer.expire?.bind(reclaimer);
      if (expire) bytesWon += this.#reclaimers.ask(reclaimer, 'expire', expire);
    }
    return bytesWon;
  }

  /** Everything known now, ready for JSON. O(open accounts). */
  snapshot(): GovernorSnapshot {
    const { reading } = this.#sampler;
    const pressure = this.#loop.pressure;
    const { usedBytes, reservedBytes, capacityBytes, limitBytes } = this.#ledger;
    const bootWorkingSetBytes = this.#loop.bootWorkingSetBytes;
    const timeToLimitMs = pressure?.timeToLimitMs ?? Infinity;
    return {
      atMs: this.#clock.wallMs(),
      level: this.level,
      levelSinceMs: this.#loop.levelSinceMs,
      usedRatio: pressure?.usedRatio ?? 0,
      cause: pressure?.cause ?? 'working-set',
      timeToLimitMs: Number.isFinite(timeToLimitMs) ? timeToLimitMs : null,
      budgetBytes: this.budgetBytes,
      limitBytes: reading.limitBytes,
      workingSetBytes: reading.workingSetBytes,
      headroomBytes: reading.limitBytes - reading.workingSetBytes,
      bootWorkingSetBytes,
      accountedBytes: usedBytes,
      reservedBytes,
      unexplainedBytes: reading.workingSetBytes - bootWorkingSetBytes - usedBytes,
      capacityBytes,
      accountsLimitBytes: limitBytes,
      liveOldBytes: pressure?.liveOldBytes ?? 0,
      pauseSeverity: this.#reclaimers.severity,
      isDraining: this.#admission.isDraining,
      pools: this.#ledger.poolSnapshots(),
      accounts: this.#ledger.largestAccounts(governorLimits.topAccounts.value),
      reclaimers: this.#reclaimers
        .byValue()
        .map((each) => ({ name: each.name, kind: each.kind, usedBytes: each.usedBytes() })),
      admission: {
        ...this.#admission.totals(),
        routes: this.#admission.routes.list(governorLimits.topAccounts.value),
      },
      probes: readingSnapshot(reading),
      gc: this.#sampler.gc.snapshot(),
      timeline: this.#timeline.list(),
      timelineTotal: this.#timeline.total,
    };
  }
}

/**
 * Makes a governor for this process; `start()` begins to probe. Refuses options it does not know.
 * Without a plan it plans for the cgroup or the machine as it finds them.
 */
export function createGovernor(options: GovernorOptions = {}): Governor {
  return new Governor(options);
}
