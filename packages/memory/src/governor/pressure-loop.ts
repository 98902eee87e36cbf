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
  readonly timeline: Timeline;
  readonly actions: readonly PressureAction[];
  /** Told after a major collection: live bytes that no account explains. */
  readonly onFloor: (unexplainedLiveBytes: number) => void;
  readonly onLevel: (level: PressureLevel, before: PressureLevel) => void;
}

/** One sample after the other: reading → pressure → ladder → capacity → actions. */
export class PressureLoop {
  readonly #options: PressureLoopOptions;
  readonly #stillness = new Stillness();
  #state: LadderState = ground;
  #levelSinceMs: number;
  #pressure: Pressure | undefined;
  #reservedAtFloorBytes = 0;
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

  /** Takes this reading as what the process held when it had booted. */
  boot(reading: Reading): void {
    const { ledger, standing } = this.#options;
    standing.sample();
    this.#boot = bootBaseline(reading, ledger.usedBytes, standing.bytes);
  }

  /** Where the working set of this reading is; everything is boot before the first sample. */
  parts(reading: Readonly<Reading>): WorkingSetParts {
    const { ledger, standing } = this.#options;
    const boot = this.#boot ?? bootBaseline(reading, ledger.usedBytes, standing.bytes);
    return workingSetParts(reading, boot, ledger.usedBytes, standing.bytes);
  }

  /** Takes one reading through all steps. */
  step(reading: Reading): void {
    const { ledger, rules, standing } = this.#options;
    const { reservedBytes, usedBytes } = ledger;
    standing.sample();
    const boot = (this.#boot ??= bootBaseline(reading, usedBytes, standing.bytes));
    this.#pressure = pressureOf(
      reading,
      {
        reservedBytes,
        reservedAtFloorBytes: this.#reservedAtFloorBytes,
        bootNativeBytes: boot.nativeBytes,
        standingBytes: standing.bytes,
        stillMs: this.#stillness.add(reading.atMs, reading.workingSetBytes),
      },
      rules,
    );
    this.#setLevel(this.#pressure);
    ledger.setCapacity(this.#capacity(reading, this.#pressure, boot));
    this.#act(reading, this.#pressure);
  }

  /** Right after a major collection: what is alive now, and which open requests may hold it. */
  floor(reading: Reading): void {
    const { ledger, onFloor } = this.#options;
    this.#reservedAtFloorBytes = ledger.reservedBytes;
    onFloor(reading.floorBytes + reading.externalBytes - ledger.usedBytes);
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

  /** What pools may commit: as much as both the working set and the old generation have room for. */
  #capacity(reading: Reading, pressure: Pressure, boot: BootBaseline): number {
    return Math.min(
      this.#workingSetCapacity(reading, pressure, boot),
      this.#options.ledger.reservedBytes +
        this.#options.rules.steps.critical * reading.oldLimitBytes -
        pressure.liveOldBytes,
    );
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
    const safe = reading.limitBytes * (1 - governorLimits.physicalSafetyRatio.value);
    return safe - Math.max(bootBytes, heldBytes) - standing.setAsideBytes;
  }

  #act(reading: Reading, pressure: Pressure): void {
    const { clock, ledger, reclaimers, rules, actions } = this.#options;
    const { level } = this;
    const nowMs = reading.atMs;
    const context: ActionContext = { nowMs, level, pressure, reading, rules, ledger, reclaimers };
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
