import { channels } from '../events.ts';
import type { History } from '../probe/history.ts';
import type { Reading } from '../probe/reading.ts';
import type { Account, AccountOptions, PoolName, ReserveOptions } from './account.ts';
import type { Admission, AdmissionRequest } from './admission.ts';
import type { GovernorOptions } from './governor-options.ts';
import { checkGovernorOptions } from './governor-options.ts';
import type { GovernorParts } from './governor-parts.ts';
import { makeParts } from './governor-parts.ts';
import type { GovernorSnapshot } from './governor-snapshot.ts';
import type { MemoryHost } from './host.ts';
import type { AccountGroup } from './ledger-snapshot.ts';
import type { LadderRules, PressureLevel } from './ladder.ts';
import type { PausePrediction } from './pause-prediction.ts';
import type { Pressure } from './pressure.ts';
import type { Abortable, Pausable, Reclaimer } from './reclaimer.ts';
import type { RouteSnapshot } from './route-book.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** Told when the pressure level changes. */
export type LevelListener = (level: PressureLevel, before: PressureLevel) => void;

/**
 * Holds a process inside its memory budget: accounts say who holds what, probes say what the
 * operating system sees, the ladder turns both into a level, and actions answer it.
 */
export class Governor implements MemoryHost {
  readonly #parts: GovernorParts;
  readonly #listeners = new Set<LevelListener>();
  readonly #floorListeners = new Set<() => void>();
  #isRunning = false;

  /** See `createGovernor`. */
  constructor(options: GovernorOptions = {}) {
    checkGovernorOptions(options);
    this.#parts = makeParts(options, (level, before) => this.#tellListeners(level, before));
  }

  /** Starts probing. Starting twice does nothing; answers this governor. */
  start(): this {
    if (this.#isRunning) return this;
    this.#isRunning = true;
    const { sampler, loop, cleanup } = this.#parts;
    sampler.start(
      (reading) => loop.step(reading),
      (reading) => {
        loop.floor(reading);
        for (const listener of this.#floorListeners) this.#tell(listener, 'floor');
      },
    );
    cleanup.start();
    return this;
  }

  /** Stops probing and cancels all timers; accounts stay valid. Stopping twice does nothing. */
  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#parts.cleanup.stop();
    this.#parts.sampler.stop();
  }

  /** Stops for good and closes the cgroup files. */
  [Symbol.dispose](): void {
    this.stop();
    this.#parts.sampler.close();
  }

  /**
   * Says that the process is ready: what it holds now, less accounts and standing memory, is its
   * boot part from here on. Without it that is the first sample.
   */
  booted(): void {
    this.#parts.loop.boot(this.sample());
  }

  get budgetBytes(): number {
    return this.#parts.budgetBytes;
  }

  /** The thresholds in force. */
  get rules(): LadderRules {
    return this.#parts.rules;
  }

  get level(): PressureLevel {
    return this.#parts.loop.level;
  }

  /** What the last sample came to; undefined before the first. */
  get pressure(): Pressure | undefined {
    return this.#parts.loop.pressure;
  }

  /** The last reading. One object, changed by every sample: copy what must last. */
  get reading(): Readonly<Reading> {
    return this.#parts.sampler.reading;
  }

  /** The last minute of readings, for charts. */
  get history(): History {
    return this.#parts.sampler.history;
  }

  /** How long a full collection is expected to stop the process. */
  get pausePrediction(): PausePrediction {
    return this.#parts.prediction;
  }

  openAccount(pool: PoolName, name: string, options?: AccountOptions): Account {
    return this.#parts.ledger.openAccount(pool, name, options);
  }

  registerReclaimer(reclaimer: Reclaimer): () => void {
    return this.#parts.reclaimers.registerReclaimer(reclaimer);
  }

  /**
   * Names memory outside the pools: `measure` answers its bytes and is asked at every sample, so it
   * must only read a number. It costs the pools nothing up to the plan's line of that name, and what
   * is beyond. Answers the function that ends it; throws `MEM_STANDING_DUPLICATE`.
   */
  registerStanding(name: string, measure: () => number): () => void {
    return this.#parts.standing.register(name, measure);
  }

  /** The structures that have registered, what is worth least per byte first. O(n log n). */
  registered(): readonly Reclaimer[] {
    return this.#parts.reclaimers.byValue();
  }

  registerPausable(pausable: Pausable): () => void {
    return this.#parts.reclaimers.registerPausable(pausable);
  }

  /** Names a running job that may be ended in an emergency; answers the function that takes it back. */
  registerAbortable(job: Abortable): () => void {
    return this.#parts.reclaimers.registerAbortable(job);
  }

  /** Lets work in with an account to close when it ends, or refuses it with the numbers. O(1). */
  admit(request: AdmissionRequest): Admission {
    return this.#parts.admission.admit(request);
  }

  /**
   * Like `admit`, but waits its turn for at most `deadlineMs` (default 200 ms) where only the promised
   * bytes do not fit. Rejects with the signal's reason.
   */
  async admitWhenFree(request: AdmissionRequest, options?: ReserveOptions): Promise<Admission> {
    return await this.#parts.admission.admitOrWait(request, () => options ?? {});
  }

  /** `admitWhenFree` that answers at once where it need not wait; `patience` is asked for otherwise. */
  admitOrWait(
    request: AdmissionRequest,
    patience: () => ReserveOptions,
  ): Admission | Promise<Admission> {
    return this.#parts.admission.admitOrWait(request, patience);
  }

  /** From now on only health, auth, admin and service work is let in. */
  drain(): void {
    this.#parts.admission.isDraining = true;
  }

  /** Calls `listener` on every change of level; answers the function that ends it. */
  onLevel(listener: LevelListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls `listener` right after each major collection, when `reading` has its floor. */
  onFloor(listener: () => void): () => void {
    this.#floorListeners.add(listener);
    return () => void this.#floorListeners.delete(listener);
  }

  /** Work let in since the start. */
  get admittedTotal(): number {
    return this.#parts.admission.totals().admittedTotal;
  }

  /** Working set that nobody has named, at the last sample; may be negative. */
  get unexplainedBytes(): number {
    return this.#parts.loop.parts(this.reading).unexplainedBytes;
  }

  /** What is known of each route, those that promise the most first. O(routes log routes). */
  routes(): RouteSnapshot[] {
    const { routes } = this.#parts.admission;
    return routes.list(routes.size);
  }

  /** Open accounts taken together by name, the `limit` groups that reserve most. O(open accounts). */
  largestAccounts(limit: number): AccountGroup[] {
    return this.#parts.ledger.largestAccounts(limit);
  }

  /** Takes a sample now, with all that follows from it. */
  sample(): Readonly<Reading> {
    return this.#parts.sampler.sample();
  }

  /**
   * Has every structure drop what has expired and returns unused blocks; with `cleanupAggressive`
   * caches shrink too. Answers the bytes won at once.
   */
  cleanup(): number {
    return this.#parts.cleanup.run();
  }

  /** Everything known now, ready for JSON. O(open accounts). */
  snapshot(): GovernorSnapshot {
    return takeSnapshot(this.#parts);
  }

  #tellListeners(level: PressureLevel, before: PressureLevel): void {
    for (const listener of this.#listeners) this.#tell(() => listener(level, before), level);
  }

  #tell(listener: () => void, what: string): void {
    try {
      listener();
    } catch (error) {
      channels.callbackFailed.publish({ name: 'governor listener', what, error });
    }
  }
}

/**
 * Makes a governor for this process; `start()` begins to probe. Refuses options it does not know.
 * Without a plan it plans for the cgroup or the machine as it finds them.
 */
export function createGovernor(options: GovernorOptions = {}): Governor {
  return new Governor(options);
}
