import { processBatches } from '@lexiflow/memory';
import type { AbortableRegistry, Account, BatchOptions, ReclaimerRegistry } from '@lexiflow/memory';
import type { WorkPlaces } from '../../platform/places/work-places.ts';
import { batchErrors } from './batch.errors.ts';
import { batchLimits } from './batch.limits.ts';
import type { BatchJob, BatchOutcome, BatchProgress } from './batch-job.ts';
import { PauseDeadline } from './pause-deadline.ts';

/** What a job runs with. */
export interface RunningJobParts {
  readonly account: Account;
  readonly registry: Pick<ReclaimerRegistry, 'registerPausable'> & AbortableRegistry;
  /** Unique among the running jobs. */
  readonly pausableName: string;
  readonly sizes: Required<Pick<BatchOptions<never>, 'minBatchSize' | 'maxBatchSize'>>;
  /** Shared by all jobs: one place for each item that is worked on. */
  readonly places: WorkPlaces;
  readonly concurrency: number;
  readonly stop: AbortSignal;
}

/** One job from its first item to its last. */
export class RunningJob<Item, Result> {
  readonly #job: BatchJob<Item, Result>;
  readonly #parts: RunningJobParts;
  readonly #pause: PauseDeadline;
  readonly #memoryEnd = new AbortController();
  readonly #signal: AbortSignal;
  readonly #startedAt = new Date().toISOString();
  #fatal: { readonly error: unknown } | null = null;
  #items = 0;
  #failed = 0;
  #batches = 0;

  constructor(job: BatchJob<Item, Result>, parts: RunningJobParts) {
    this.#job = job;
    this.#parts = parts;
    const retryAfterSeconds = batchLimits.retrySeconds;
    this.#pause = new PauseDeadline(parts.registry, batchLimits.pauseMs, () =>
      batchErrors.pausedTooLong({ retryAfterSeconds }),
    );
    const ends = [parts.stop, this.#pause.signal, this.#memoryEnd.signal];
    this.#signal = AbortSignal.any(job.signal ? [...ends, job.signal] : ends);
  }

  get progress(): BatchProgress {
    return {
      name: this.#job.name,
      startedAt: this.#startedAt,
      state: this.#pause.isPaused ? 'paused' : 'running',
      items: this.#items,
      failed: this.#failed,
      batches: this.#batches,
    };
  }

  /** Resolves when every item was worked on and reported; rejects with what ended it early. */
  async run(): Promise<void> {
    const { account, sizes, pausableName } = this.#parts;
    const items = this.#job.items({ account, signal: this.#signal });
    using _pause = this.#pause;
    using _offer = this.#offerToEnd();
    await processBatches(items, (batch, { signal }) => this.#batch(batch, signal), {
      ...sizes,
      batchSize: sizes.minBatchSize,
      targetMs: batchLimits.batchTargetMs,
      sizeOf: this.#job.sizeOf,
      maxBatchBytes: batchLimits.batchBytes,
      account,
      registry: this.#pause,
      name: pausableName,
      signal: this.#signal,
    });
  }

  /** Lets the governor end the job in an emergency, for as long as it runs. */
  #offerToEnd(): Disposable {
    const { account, registry } = this.#parts;
    const { name, progress } = this.#job;
    const retryAfterSeconds = batchLimits.retrySeconds;
    const takeBack = registry.registerAbortable({
      name: `batch:${name}`,
      usedBytes: () => account.usedBytes,
      ...(progress && { progress }),
      abort: (detail) =>
        this.#memoryEnd.abort(batchErrors.endedForMemory({ detail, retryAfterSeconds })),
    });
    return { [Symbol.dispose]: takeBack };
  }

  async #batch(batch: readonly Item[], signal: AbortSignal): Promise<void> {
    await this.#job.beforeBatch?.();
    const outcomes = await this.#workOn(batch, signal);
    this.#batches++;
    // Those that were not begun when the job ended have no outcome.
    await this.#job.report(outcomes.filter((outcome) => outcome !== undefined));
    if (this.#fatal) throw this.#fatal.error;
  }

  /** Takes the items in their order, `concurrency` at a time; what has begun is waited for. */
  async #workOn(
    batch: readonly Item[],
    signal: AbortSignal,
  ): Promise<(BatchOutcome<Item, Result> | undefined)[]> {
    const outcomes = new Array<BatchOutcome<Item, Result> | undefined>(batch.length);
    const lanes = new Map<string, Promise<void>>();
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < batch.length && !this.#fatal && !signal.aborted) {
        const at = next++;
        const item = batch[at] as Item;
        using lane = this.#enter(lanes, item);
        await lane.isFree;
        outcomes[at] = await this.#one(item, signal);
      }
    };
    const workers = Math.min(this.#parts.concurrency, batch.length);
    await Promise.all(Array.from({ length: workers }, worker));
    return outcomes;
  }

  /** Items of a lane wait for the one before; an earlier item never waits for a later one. */
  #enter(lanes: Map<string, Promise<void>>, item: Item): Disposable & { isFree: Promise<unknown> } {
    const names = this.#job.lanesOf?.(item) ?? [];
    const isFree = Promise.all(names.flatMap((name) => lanes.get(name) ?? []));
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const name of names) lanes.set(name, promise);
    return { isFree, [Symbol.dispose]: resolve };
  }

  async #one(item: Item, signal: AbortSignal): Promise<BatchOutcome<Item, Result> | undefined> {
    try {
      using _place = await this.#parts.places.take(signal);
      if (this.#fatal) return undefined;
      const result = await this.#job.work(item);
      this.#items++;
      return { item, result };
    } catch (error) {
      if (signal.aborted && error === signal.reason) return undefined;
      this.#items++;
      this.#failed++;
      if (this.#job.isFatal(error)) this.#fatal ??= { error };
      return { item, error };
    }
  }
}
