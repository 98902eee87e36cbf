import type { Clock } from '../clock.ts';
import { channels } from '../events.ts';
import type { Reading } from '../probe/reading.ts';
import type { ActionContext, ActionResult, PressureAction } from './actions/pressure-action.ts';
import type { BootBaseline, WorkingSetParts } from './boot-baseline.ts';
import { bootBaseline, reusableBytes, workingSetParts } from './boot-baseline.ts';
import { governorLimits } from './governor.limits.ts';
import type { LadderRules, LadderState, PressureLevel } from './ladder.ts';
import { ground, ladder } from './ladder.ts';
import type { Ledger } from './ledger.ts';
import type { Pressure } from './pressure.ts';
import { pressureOf } from './pressure.ts';
import type { RouteBook } from './route-book.ts';
import type { ReclaimerSet } from './reclaimer-set.ts';
import type { StandingMemory } from './standing-memory.ts';
import { Stillness } from './stillness.ts';
import type { Timeline } from './timeline.ts';

/** What the loop turns a reading into actions with. */
export interface PressureLoopOptions {
  readonly clock: Clock;
  readonly rules: LadderRules;
  readonly ledger: Ledger;
  readonly reclaimers: ReclaimerSet;
  readonly standing: StandingMemory;
  /** Given to nobody: what may come after boot without a name. */
  readonly slackBytes: number;
  readonly timeline: Timeline;
  readonly actions: readonly PressureAction[];
  /** Told after a major collection what is alive without an account; knows what of it requests hold. */
  readonly routes: Pick<RouteBook, 'learnHeld' | 'heldAtFloorBytes' | 'idleBytes'>;
  readonly onLevel: (level: PressureLevel, before: PressureLevel) => void;
}

/** What the working set may reach by promises. */
function safeBytes(reading: Readonly<Reading>): number {
  return reading.limitBytes * (1 - governorLimits.physicalSafetyRatio.value);
}

/** What accounts name outside the heap: external memory beyond that at boot, and native memory. */
function accountedOutsideBytes(
  reading: Readonly<Reading>,
  boot: BootBaseline,
  { usedBytes, nativeBytes }: Ledger,
): number {
  const externalBytes = Math.max(0, reading.externalBytes - boot.externalBytes);
  return Math.min(usedBytes, externalBytes + nativeBytes);
}

/** One sample after the other: reading → pressure → ladder → capacity → actions. */
export class PressureLoop {
  readonly #options: PressureLoopOptions;
  readonly #stillness = new Stillness();
  readonly #containerStillness = new Stillness();
  #state: LadderState = ground;
  #levelSinceMs: number;
  #pressure: Pressure | undefined;
  #reservedAtFloorBytes = 0;
  #usedAtFloorBytes = 0;
  /** Heap that accounts named at the last major collection. */
  #namedAtFloorBytes = 0;
  #boot: BootBaseline | undefined;

  constructor(options: PressureLoopOptions) {
    this.#options = options;
    this.#levelSinceMs = options.clock.wallMs();
  }

  get level(): PressureLevel {
    return this.#state.level;
  }

  /** Milliseconds since the epoch. */
  get levelSinceMs(): number {
    return this.#levelSinceMs;
  }

  /** Of the last sample; undefined before the first. */
  get pressure(): Pressure | undefined {
    return this.#pressure;
  }

  /**
   * Takes this reading as what the process held when it had booted. What the plan set aside for a
   * larger process is the pools' from here on, but for the slack.
   */
  boot(reading: Reading): void {
    const { ledger, standing, slackBytes } = this.#options;
    standing.sample();
    this.#boot = bootBaseline(reading, ledger.usedBytes, standing.bytes);
    const bootBytes = this.#boot.workingSetBytes - this.#boot.reusableBytes;
    ledger.raiseLimit(
      safeBytes(reading) - Math.max(0, bootBytes) - standing.setAsideBytes - slackBytes,
    );
    this.#beginFloors(reading);
  }

  /** Only what pools may commit, from a reading between two samples. */
  refresh(reading: Reading): void {
    if (!this.#boot) return;
    const pressure = this.#pressureOf(reading, this.#boot, 0, 0);
    this.#options.ledger.refreshCapacity(...this.#capacities(reading, pressure, this.#boot));
  }

  /** Where the working set of this reading is; everything is boot before the first sample. */
  parts(reading: Readonly<Reading>): WorkingSetParts {
    const { ledger, standing } = this.#options;
    const boot = this.#boot ?? bootBaseline(reading, ledger.usedBytes, standing.bytes);
    return workingSetParts(reading, boot, ledger.usedBytes, standing.bytes);
  }

  /** Takes one reading through all steps. */
  step(reading: Reading): void {
    const { ledger, standing } = this.#options;
    standing.sample();
    if (!this.#boot) this.#beginFloors(reading);
    const boot = (this.#boot ??= bootBaseline(reading, ledger.usedBytes, standing.bytes));
    const stillMs = this.#stillness.add(reading.atMs, reading.workingSetBytes);
    const containerBytes = reading.containerWorkingSetBytes || 0;
    const containerStillMs = this.#containerStillness.add(reading.atMs, containerBytes);
    this.#pressure = this.#pressureOf(reading, boot, stillMs, containerStillMs);
    this.#setLevel(this.#pressure);
    ledger.setCapacity(...this.#capacities(reading, this.#pressure, boot));
    this.#act(reading, this.#pressure);
  }

  /** What is in use before any work stands for the first floor, so that the first burst is seen as one. */
  #beginFloors(reading: Reading): void {
    const { routes, ledger } = this.#options;
    const namedBytes = ledger.usedBytes - ledger.nativeBytes;
    routes.learnHeld(reading.oldUsedBytes + reading.externalBytes - namedBytes);
  }

  /** Right after a major collection: what is alive now, and which open requests may hold it. */
  floor(reading: Reading): void {
    const { ledger, routes } = this.#options;
    const { nativeBytes } = ledger;
    this.#reservedAtFloorBytes = ledger.reservedBytes - nativeBytes;
    this.#usedAtFloorBytes = ledger.usedBytes - nativeBytes;
    this.#namedAtFloorBytes =
      ledger.usedBytes - (this.#boot ? accountedOutsideBytes(reading, this.#boot, ledger) : 0);
    const unexplainedBytes = reading.floorBytes + reading.externalBytes - this.#usedAtFloorBytes;
    routes.learnHeld(unexplainedBytes, ledger.waiting > 0);
  }

  #pressureOf(
    reading: Reading,
    boot: BootBaseline,
    stillMs: number,
    containerStillMs: number,
  ): Pressure {
    const { ledger, rules, standing } = this.#options;
    const { nativeBytes } = ledger;
    const facts = {
      reservedBytes: ledger.reservedBytes - nativeBytes,
      usedBytes: ledger.usedBytes - nativeBytes,
      reservedAtFloorBytes: this.#reservedAtFloorBytes,
      usedAtFloorBytes: this.#usedAtFloorBytes,
      bootNativeBytes: boot.nativeBytes,
      standingBytes: standing.bytes,
      stillMs,
      containerStillMs,
    };
    return pressureOf(reading, facts, rules);
  }

  #setLevel(pressure: Pressure): void {
    const before = this.#state.level;
    this.#state = ladder(this.#state, pressure, this.#options.rules);
    const { level } = this.#state;
    if (level === before) return;
    this.#levelSinceMs = this.#options.clock.wallMs();
    this.#note({ action: 'level', subject: `${before} → ${level}`, bytesWon: 0 }, pressure, 0);
    if (channels.level.hasSubscribers) {
      const { usedRatio, cause, timeToLimitMs } = pressure;
      channels.level.publish({ from: before, to: level, usedRatio, cause, timeToLimitMs });
    }
    this.#options.onLevel(level, before);
  }

  /** What pools may commit: of what may become heap as much as both have room for, and of all memory. */
  #capacities(reading: Reading, pressure: Pressure, boot: BootBaseline): [number, number] {
    const bytes = this.#workingSetCapacity(reading, pressure, boot);
    return [Math.min(bytes, this.#heapCapacity(reading, boot)), bytes];
  }

  /**
   * The old generation's limit less what lives there without a promise, and beyond it what accounts
   * hold in external and native memory. Promised bytes that are not there yet may all become heap. What lives
   * without a promise is the last floor less what accounts and, by estimate, open requests had of it:
   * a request that has ended since is garbage, whether V8 has come for it or not.
   */
  #heapCapacity(reading: Reading, boot: BootBaseline): number {
    const { ledger, rules, routes } = this.#options;
    const outsideBytes = accountedOutsideBytes(reading, boot, ledger);
    const floorBytes = Number.isNaN(reading.floorBytes) ? reading.oldUsedBytes : reading.floorBytes;
    const idleBytes = Math.max(0, routes.idleBytes - boot.externalBytes);
    const unnamedBytes = Math.max(
      Math.min(idleBytes, floorBytes),
      floorBytes - this.#namedAtFloorBytes - routes.heldAtFloorBytes,
    );
    return rules.steps.critical * reading.oldLimitBytes - unnamedBytes + outsideBytes;
  }

  /**
   * The limit less a safety margin, less boot and what is set aside for standing memory, less what
   * nobody accounts for. Pages that V8 holds for reuse count as neither boot nor unaccounted.
   */
  #workingSetCapacity(reading: Reading, pressure: Pressure, boot: BootBaseline): number {
    const { ledger, standing } = this.#options;
    const bootBytes = Math.max(0, boot.workingSetBytes - boot.reusableBytes);
    const heldBytes =
      reading.workingSetBytes -
      reusableBytes(reading, pressure.liveOldBytes) -
      standing.bytes -
      ledger.reservedBytes;
    return safeBytes(reading) - Math.max(bootBytes, heldBytes) - standing.setAsideBytes;
  }

  #act(reading: Reading, pressure: Pressure): void {
    const { clock, ledger, reclaimers, rules, actions } = this.#options;
    const { level } = this;
    const nowMs = reading.atMs;
    const state = { nowMs, clock, level, pressure, reading };
    const context: ActionContext = { ...state, rules, ledger, reclaimers };
    for (const action of actions) {
      const startMs = clock.now();
      let results: ReturnType<PressureAction['run']>;
      try {
        results = action.run(context);
      } catch (error) {
        channels.callbackFailed.publish({ name: action.name, what: 'action', error });
        continue;
      }
      if (!results) continue;
      const durationMs = clock.now() - startMs;
      for (const result of Array.isArray(results)
        ? (results as ActionResult[])
        : [results as ActionResult]) {
        this.#note(result, pressure, durationMs);
      }
    }
  }

  #note(result: ActionResult, pressure: Pressure, durationMs: number): void {
    const percent = (pressure.usedRatio * 100).toFixed(1);
    const soon = Number.isFinite(pressure.timeToLimitMs)
      ? `, limit in ${Math.round(pressure.timeToLimitMs / 1000)} s`
      : '';
    this.#options.timeline.add({
      atMs: this.#options.clock.wallMs(),
      level: this.level,
      cause: `${pressure.cause} ${percent} %${soon}`,
      durationMs,
      ...result,
    });
  }
}
