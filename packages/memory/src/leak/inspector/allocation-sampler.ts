import type { Session } from 'node:inspector';
import { PausePrediction } from '../../governor/pause-prediction.ts';
import type { SiteFrame } from '../finding.ts';
import { attributeSites } from './attribute-sites.ts';
import { inspectorLimits } from './inspector.limits.ts';
import type { SamplingProfile } from './sampling-profile.ts';
import { SourcePositions } from './source-positions.ts';
import { threadMs } from './thread-ms.ts';

/** A function of the application and the sampled bytes alive that it or what it called allocated. */
export interface AllocationSite {
  readonly functionName: string;
  /** Relative to the working directory; a name like `node:fs` where no own function is on the stack. */
  readonly file: string;
  /** Where the function begins, from 1. */
  readonly line: number;
  readonly liveBytes: number;
  readonly samples: number;
  /** The function that allocated, where that is another one: `set` of a library. */
  readonly leafName: string;
  /** The stack that allocated most of them, outwards; at most `inspectorLimits.stackFrames`. */
  readonly stack: readonly SiteFrame[];
}

/** Bounds on what reading costs; V8 answers a reading with a full collection. */
export interface AllocationSamplerOptions {
  /** Longest pause a reading may be predicted to make; default `inspectorLimits.readingPause`. */
  readonly pauseMs?: number;
  /** Share of the time that readings may stop the process; default `inspectorLimits.readingShare`. */
  readonly share?: number;
}

/**
 * Samples allocations with V8's sampling profiler, which forgets samples whose object was collected:
 * what is left is live bytes by place. Sampling is cheap; *reading* makes V8 collect everything first,
 * so a reading that would take too long or come too soon is not made. With inlining V8 names the caller.
 */
export class AllocationSampler {
  readonly #pauseMs: number;
  readonly #share: number;
  readonly #positions = new SourcePositions();
  readonly #prediction = new PausePrediction();
  #session: Session | undefined;
  #intervalBytes = 0;
  #readAtMs = -Infinity;
  #readMs = 0;
  #refused = 0;

  constructor(options: AllocationSamplerOptions = {}) {
    this.#pauseMs = options.pauseMs ?? inspectorLimits.readingPause.value;
    this.#share = options.share ?? inspectorLimits.readingShare.value;
  }

  /** Mean distance of two samples; 0 while nothing is sampled. */
  get intervalBytes(): number {
    return this.#intervalBytes;
  }

  /** Work of the last reading on this thread, during which the loop stood still. */
  get readMs(): number {
    return this.#readMs;
  }

  /** Readings that were not made because of their price. */
  get refused(): number {
    return this.#refused;
  }

  /** Begins, or begins anew with another interval; samples of before are gone. Throws without an inspector. */
  async start(intervalBytes: number): Promise<void> {
    await this.stop();
    const { Session: Inspector } = process.getBuiltinModule('node:inspector');
    const session = new Inspector();
    session.connect();
    this.#session = session;
    this.#intervalBytes = Math.max(inspectorLimits.samplingInterval.value, intervalBytes);
    const samplingInterval = this.#intervalBytes;
    const stackDepth = inspectorLimits.sampledFrames.value;
    this.#post('HeapProfiler.startSampling', { samplingInterval, stackDepth });
  }

  /** Ends sampling without a collection. Calling it again does nothing. */
  stop(): Promise<void> {
    // Closing the session ends sampling; the command to stop would collect everything first.
    this.#session?.disconnect();
    this.#session = undefined;
    this.#intervalBytes = 0;
    return Promise.resolve();
  }

  /**
   * The `top` places (at most `inspectorLimits.sites`) with the most live bytes. Stops the process for
   * a full collection; undefined where that is predicted to take too long, the last one is too near, or
   * nothing is sampled.
   */
  async liveSites(top: number): Promise<readonly AllocationSite[] | undefined> {
    if (!this.#session) return undefined;
    const liveBytes = process.memoryUsage().heapUsed;
    const predictedMs = this.#prediction.predictMs(liveBytes);
    const restedMs = performance.now() - this.#readAtMs;
    if (predictedMs > this.#pauseMs || restedMs * this.#share < this.#readMs) {
      this.#refused++;
      // One slow reading on a busy machine must not end them all: the prediction falls a little each time.
      if (predictedMs > this.#pauseMs) this.#prediction.learn(liveBytes, predictedMs * 0.6);
      return undefined;
    }
    return this.#read(liveBytes, Math.min(top, inspectorLimits.sites.value));
  }

  async #read(liveBytes: number, top: number): Promise<readonly AllocationSite[]> {
    const startMs = threadMs();
    const { profile } = this.#post('HeapProfiler.getSamplingProfile') as {
      readonly profile: SamplingProfile;
    };
    const sites = attributeSites(profile, top);
    this.#readAtMs = performance.now();
    this.#readMs = threadMs() - startMs;
    this.#prediction.learn(liveBytes, this.#readMs);
    const frames = sites.flatMap(({ frame, stack }) => [frame, ...stack]);
    const shown = await this.#positions.ofAll(frames);
    return sites.map(({ frame, stack, liveBytes: bytes, samples }) => {
      const told = stack.map((each) => shown.get(each)!);
      const leafName = told[0]!.functionName;
      return { ...shown.get(frame)!, liveBytes: bytes, samples, leafName, stack: told };
    });
  }

  #post(method: string, parameters?: object): unknown {
    let answer: unknown;
    let failure: Error | null = null;
    this.#session!.post(method, parameters, (error: Error | null, result?: object) => {
      failure = error;
      answer = result;
    });
    if (failure) throw failure as Error;
    return answer;
  }
}
