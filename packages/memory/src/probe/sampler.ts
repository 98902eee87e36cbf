import { systemClock } from '../clock.ts';
import type { CancelTimer, Clock } from '../clock.ts';
import { channels } from '../events.ts';
import { AllocationMeter } from './allocation-meter.ts';
import type { GcSource } from './gc-observer.ts';
import { GcObserver } from './gc-observer.ts';
import { History } from './history.ts';
import type { Machine, MachineFigures } from './machine.ts';
import { ProcessMachine, emptyFigures } from './machine.ts';
import { oldGenerationLimitBytes } from './old-generation-limit.ts';
import { probeLimits } from './probe.limits.ts';
import type { Reading } from './reading.ts';
import { emptyReading } from './reading.ts';
import { Slope } from './slope.ts';

/** What a sampler is made of; every part has a default for this process. */
export interface SamplerOptions {
  /** What the working set is held against: the cgroup's limit or the budget, whichever is smaller. */
  readonly limitBytes: number;
  /**
   * Limit of the cgroup where the budget is the smaller one: the process is then held against the budget, and
   * everything in the cgroup against this.
   */
  readonly containerLimitBytes?: number;
  /** Default: derived from V8's heap limit and this process's flags. */
  readonly oldLimitBytes?: number;
  readonly intervalMs?: number;
  readonly clock?: Clock;
  readonly machine?: Machine;
  readonly gc?: GcSource;
}

/** Reads the probes on its own timer, never in a request's path, and tells one listener. */
export class Sampler {
  readonly reading: Reading;
  readonly history = new History(probeLimits.history.value);
  readonly gc: GcSource;
  readonly intervalMs: number;
  readonly #clock: Clock;
  readonly #machine: Machine;
  readonly #figures: MachineFigures = emptyFigures();
  readonly #workingSetSlope = new Slope();
  readonly #liveSlope = new Slope();
  readonly #allocation = new AllocationMeter();
  readonly #oldLimitBytes: number | undefined;
  #onSample: (reading: Reading) => void = () => undefined;
  #onFloor: (reading: Reading) => void = () => undefined;
  #cancel: CancelTimer | undefined;
  #expectedMs = 0;

  constructor(options: SamplerOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#machine = options.machine ?? new ProcessMachine();
    this.gc = options.gc ?? new GcObserver();
    this.gc.onMajor = () => this.#setFloor();
    this.intervalMs = options.intervalMs ?? probeLimits.intervalMs.value;
    this.#oldLimitBytes = options.oldLimitBytes;
    this.reading = emptyReading(options.limitBytes);
    this.reading.containerLimitBytes = options.containerLimitBytes ?? NaN;
  }

  /**
   * Takes a first sample at once, then one every interval. `onFloor` is told after each major
   * collection, between two samples. Starting twice does nothing.
   */
  start(
    onSample: (reading: Reading) => void,
    onFloor: (reading: Reading) => void = () => undefined,
  ): void {
    if (this.#cancel) return;
    this.#onSample = onSample;
    this.#onFloor = onFloor;
    this.gc.start();
    this.#expectedMs = this.#clock.now();
    this.#cancel = this.#clock.every(this.intervalMs, () => this.sample());
    this.sample();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.gc.stop();
  }

  /** Stops and releases the machine's files; a closed sampler cannot start again. */
  close(): void {
    this.stop();
    this.#machine.close();
  }

  /** Takes one sample now. */
  sample(): Reading {
    const { reading } = this;
    const nowMs = this.#clock.now();
    reading.eventLoopDelayMs = Math.max(0, nowMs - this.#expectedMs);
    this.#expectedMs = nowMs + this.intervalMs;
    reading.atMs = nowMs;
    reading.samples++;
    reading.eventLoopUtilisation = this.#machine.utilisation();
    this.#measure();
    reading.allocatedBytes = this.#allocation.add(this.#figures, this.gc.minorCollections);
    this.#forecast();
    this.history.add(reading);
    this.#onSample(reading);
    return reading;
  }

  /** Reads the figures now, between two samples; slope, history and listener stay out of it. */
  look(): Reading {
    this.#measure();
    return this.reading;
  }

  /** In use in the old generation now; the reading stays what it is. */
  oldUsedBytes(): number {
    return this.#machine.oldUsedBytes();
  }

  #measure(): void {
    const { reading } = this;
    try {
      this.#machine.measure(this.#figures);
    } catch (error) {
      channels.probeFailed.publish({ probe: 'machine', error });
    }
    const figures = this.#figures;
    reading.rssBytes = figures.rssBytes;
    const isOwn = Number.isNaN(reading.containerLimitBytes);
    const { cgroupWorkingSetBytes } = figures;
    if (isOwn && !Number.isNaN(cgroupWorkingSetBytes)) {
      reading.workingSetBytes = cgroupWorkingSetBytes;
    } else reading.workingSetBytes = figures.rssBytes;
    if (!isOwn) reading.containerWorkingSetBytes = cgroupWorkingSetBytes;
    reading.heapUsedBytes = figures.heapUsedBytes;
    reading.heapCommittedBytes = figures.heapCommittedBytes;
    reading.oldUsedBytes = figures.oldUsedBytes;
    reading.externalBytes = figures.externalBytes;
    reading.arrayBuffersBytes = figures.arrayBuffersBytes;
    reading.psiSomeRatio = figures.psiSomeRatio;
    reading.oomKills = figures.oomKills;
    reading.oldLimitBytes =
      this.#oldLimitBytes ??
      oldGenerationLimitBytes(
        figures.heapLimitBytes,
        process.execArgv,
        Number.parseInt(process.versions.node, 10),
      );
    // Less in use than the floor: a collection has run whose entry has not arrived yet.
    if (figures.oldUsedBytes < reading.floorBytes) reading.floorBytes = figures.oldUsedBytes;
  }

  /** Measured at once and not at the next sample: what is allocated meanwhile may be garbage. */
  #setFloor(): void {
    const { reading } = this;
    this.#measure();
    reading.floorBytes = reading.oldUsedBytes;
    reading.floorExternalBytes = reading.externalBytes;
    reading.floorAtMs = this.#clock.now();
    reading.majorCollections++;
    if (reading.samples > 0) this.#onFloor(reading);
  }

  #forecast(): void {
    const { reading } = this;
    this.#workingSetSlope.add(reading.atMs, reading.workingSetBytes);
    if (!Number.isNaN(reading.floorBytes)) this.#liveSlope.add(reading.atMs, reading.floorBytes);
    reading.slopeBytesPerSecond = this.#workingSetSlope.bytesPerSecond;
    reading.timeToLimitMs = Math.min(
      timeTo(reading.limitBytes - reading.workingSetBytes, reading.slopeBytesPerSecond),
      timeTo(reading.oldLimitBytes - reading.floorBytes, this.#liveSlope.bytesPerSecond),
    );
  }
}

function timeTo(leftBytes: number, bytesPerSecond: number): number {
  return bytesPerSecond > 0 ? Math.max(0, (leftBytes / bytesPerSecond) * 1000) : Infinity;
}
