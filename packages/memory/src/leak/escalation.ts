import type { CancelTimer } from '../clock.ts';
import { channels } from '../events.ts';
import type { SiteSampler } from './detective-parts.ts';
import type { DetectiveParts } from './leak-options.ts';
import type { LeakSettings } from './leak-settings.ts';
import { leakLimits } from './leak.limits.ts';
import type { LeakRounds } from './leak-rounds.ts';
import type { StageCosts } from './stage-costs.ts';

/** What the last search for collections came to. */
export interface DiscoveryState {
  readonly runs: number;
  readonly found: number;
  readonly complete: boolean;
  readonly durationMs: number;
}

/** The dear instruments: searching collections, sampling allocations, confirming collections. */
export class Escalation {
  readonly #parts: DetectiveParts;
  readonly #rounds: LeakRounds;
  readonly #costs: StageCosts;
  readonly #skip: readonly object[];
  #discovery: DiscoveryState = { runs: 0, found: 0, complete: true, durationMs: 0 };
  #running: Promise<void> | undefined;
  #discoveredMs = -Infinity;
  #samplingBytes = 0;
  #fineUntilMs = -Infinity;
  #fineAgainMs = -Infinity;
  #reading: Promise<boolean> | undefined;
  #cancelConfirm: CancelTimer | undefined;
  #confirmedMs = -Infinity;
  #sampling: Promise<void> = Promise.resolve();

  constructor(parts: DetectiveParts, rounds: LeakRounds, costs: StageCosts, self: object) {
    this.#parts = parts;
    this.#rounds = rounds;
    this.#costs = costs;
    this.#skip = parts.governor ? [self, parts.governor] : [self];
  }

  get discovery(): DiscoveryState {
    return this.#discovery;
  }

  /** Mean distance of two samples in force; 0 while nothing is sampled. */
  get samplingBytes(): number {
    return this.#samplingBytes;
  }

  /** Searches at its interval, and twice as often while something grows that nobody is seen to hold. */
  discoverWhenDue(nowMs: number, isUnheld: boolean, settings: LeakSettings): void {
    const gapMs = settings.discoveryIntervalMs / (isUnheld ? 2 : 1);
    if (nowMs - this.#discoveredMs >= gapMs) void this.discover();
  }

  /** Searches the roots; calls during a search share it. Failures are published, never thrown. */
  discover(): Promise<void> {
    this.#running ??= this.#discoverNow().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Sets the sampling rate that is wanted now: finer for a bounded time after a suspicion. */
  sample(nowMs: number, isSuspicious: boolean, settings: LeakSettings): void {
    if (!this.#parts.sampler || settings.samplingIntervalBytes === 0) return;
    if (isSuspicious && nowMs >= this.#fineAgainMs) {
      this.#fineUntilMs = nowMs + settings.fineSamplingMs;
      this.#fineAgainMs = nowMs + 4 * settings.fineSamplingMs;
    }
    const { samplingIntervalBytes, fineSamplingIntervalBytes } = settings;
    const isFine = nowMs < this.#fineUntilMs;
    this.#setSampling(isFine ? fineSamplingIntervalBytes : samplingIntervalBytes);
  }

  /**
   * Makes a true floor, at most once per `gapMs`: by reading the live sites, for which V8 collects
   * everything, and where that is too dear by asking for an incremental collection. In a turn of its
   * own: what this one has looked at through weak references stays alive till its end.
   */
  confirm(gapMs: number): void {
    const { clock } = this.#parts;
    if (this.#cancelConfirm || clock.now() - this.#confirmedMs < gapMs) return;
    this.#cancelConfirm = clock.after(0, () => {
      this.#cancelConfirm = undefined;
      this.#confirmedMs = clock.now();
      void this.#confirmNow();
    });
  }

  /** Asks for an incremental collection when neither V8 nor a suspicion has made a floor for so long. */
  floorWhenDue(gapMs: number): void {
    const { clock, confirming, view } = this.#parts;
    const lastMs = Math.max(this.#confirmedMs, this.#rounds.process.floorAtMs);
    if (this.#cancelConfirm || clock.now() - lastMs < gapMs) return;
    this.#cancelConfirm = clock.after(0, () => {
      this.#cancelConfirm = undefined;
      this.#confirmedMs = clock.now();
      confirming.ask(view.figures());
    });
  }

  /** Reads the live sites into the watch; false where it was too dear. Calls during a reading share it. */
  readSites(): Promise<boolean> {
    if (!this.#parts.sampler || this.#samplingBytes === 0) return Promise.resolve(false);
    this.#reading ??= this.#readNow(this.#parts.sampler).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Ends sampling and waits for what is under way. */
  async stop(): Promise<void> {
    this.#cancelConfirm?.();
    this.#cancelConfirm = undefined;
    this.#setSampling(0);
    await Promise.all([this.#sampling, this.#running, this.#reading]);
  }

  async #discoverNow(): Promise<void> {
    const { clock, discover, roots } = this.#parts;
    this.#discoveredMs = clock.now();
    try {
      const { found, complete, durationMs } = await discover(roots(), this.#skip);
      this.#costs.add('discovery', durationMs);
      this.#costs.time('census', () => this.#rounds.census.adopt(found, clock.now()));
      const runs = this.#discovery.runs + 1;
      this.#discovery = { runs, found: found.length, complete, durationMs };
    } catch (error) {
      channels.probeFailed.publish({ probe: 'leak discovery', error });
    }
  }

  #setSampling(intervalBytes: number): void {
    const { sampler } = this.#parts;
    if (!sampler || intervalBytes === this.#samplingBytes) return;
    const isOn = this.#samplingBytes > 0;
    this.#samplingBytes = intervalBytes;
    this.#rounds.process.forgetSites();
    this.#sampling = this.#sampling.then(async () => {
      try {
        if (isOn) await sampler.stop();
        if (intervalBytes > 0) await sampler.start(intervalBytes);
      } catch (error) {
        channels.probeFailed.publish({ probe: 'allocation sampling', error });
      }
    });
  }

  async #confirmNow(): Promise<void> {
    const { view, confirming } = this.#parts;
    if (!(await this.readSites())) confirming.ask(view.figures());
  }

  async #readNow(sampler: SiteSampler): Promise<boolean> {
    const { clock } = this.#parts;
    await this.#sampling;
    const startMs = clock.now();
    try {
      const sites = await sampler.liveSites(leakLimits.sites.value);
      if (!sites) return false;
      this.#costs.add('sites', clock.now() - startMs);
      this.#rounds.process.addSites(clock.now(), this.#rounds.load.total, sites);
      return true;
    } catch (error) {
      channels.probeFailed.publish({ probe: 'allocation sites', error });
      return false;
    }
  }
}
