import { channels } from '../events.ts';
import type { Census } from './census.ts';
import type { DetectiveParts } from './leak-options.ts';
import type { LeakSettings } from './leak-settings.ts';
import type { ProcessWatch } from './process-watch.ts';
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
  readonly #census: Census;
  readonly #watch: ProcessWatch;
  readonly #costs: StageCosts;
  readonly #skip: readonly object[];
  #discovery: DiscoveryState = { runs: 0, found: 0, complete: true, durationMs: 0 };
  #running: Promise<void> | undefined;
  #discoveredMs = -Infinity;
  #samplingBytes = 0;
  #fineUntilMs = -Infinity;
  #fineAgainMs = -Infinity;
  #reading: Promise<void> | undefined;
  #sampling: Promise<void> = Promise.resolve();

  constructor(
    parts: DetectiveParts,
    census: Census,
    watch: ProcessWatch,
    costs: StageCosts,
    self: object,
  ) {
    this.#skip = parts.governor ? [self, parts.governor] : [self];
    this.#parts = parts;
    this.#census = census;
    this.#watch = watch;
    this.#costs = costs;
  }

  get discovery(): DiscoveryState {
    return this.#discovery;
  }

  /** Mean distance of two samples in force; 0 while nothing is sampled. */
  get samplingBytes(): number {
    return this.#samplingBytes;
  }

  get discoveredMs(): number {
    return this.#discoveredMs;
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

  /** Reads the live sites into the watch; skipped while an earlier reading is under way. */
  readSites(atMs: number, work: number, top: number): Promise<void> {
    if (!this.#parts.sampler || this.#samplingBytes === 0) return Promise.resolve();
    this.#reading ??= this.#readNow(atMs, work, top).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Ends sampling and waits for what is under way. */
  async stop(): Promise<void> {
    this.#setSampling(0);
    await Promise.all([this.#sampling, this.#running, this.#reading]);
  }

  async #discoverNow(): Promise<void> {
    const { clock, discover, roots } = this.#parts;
    this.#discoveredMs = clock.now();
    try {
      const { found, complete, durationMs } = await discover(roots(), this.#skip);
      this.#costs.add('discovery', durationMs);
      this.#costs.time('census', () => this.#census.adopt(found, clock.now()));
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
    this.#watch.forgetSites();
    this.#sampling = this.#sampling.then(async () => {
      try {
        if (isOn) await sampler.stop();
        if (intervalBytes > 0) await sampler.start(intervalBytes);
      } catch (error) {
        channels.probeFailed.publish({ probe: 'allocation sampling', error });
      }
    });
  }

  async #readNow(atMs: number, work: number, top: number): Promise<void> {
    await this.#sampling;
    const startMs = this.#parts.clock.now();
    try {
      const sites = await this.#parts.sampler!.liveSites(top);
      this.#costs.add('sites', this.#parts.clock.now() - startMs);
      this.#watch.addSites(atMs, work, sites);
    } catch (error) {
      channels.probeFailed.publish({ probe: 'allocation sites', error });
    }
  }
}
