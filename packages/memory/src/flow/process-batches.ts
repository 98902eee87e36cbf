import { systemClock } from '../clock.ts';
import { BatchPace } from './batch-pace.ts';
import { flowErrors } from './flow.errors.ts';
import { flowLimits } from './flow.limits.ts';
import { AbortRace } from './abort-race.ts';
import { LoopTurns } from './loop-turns.ts';
import { requireWhole } from './require-whole.ts';
import { ReadCharge } from './read-charge.ts';
import type { FlowAccount } from './read-charge.ts';
import type { PauseOptions } from './standstill.ts';

/**
 * How a batch loop runs. The size is fixed unless `minBatchSize` and `maxBatchSize` give it room. With
 * `registry` a batch is a step, and the size is scaled down before it stands still.
 */
export interface BatchOptions<T> extends PauseOptions {
  /** First size, and the fixed one without room. Default 100. */
  readonly batchSize?: number;
  readonly minBatchSize?: number;
  readonly maxBatchSize?: number;
  /** Time one batch should take; steers the size. Default `flowLimits.batchTargetMs`. */
  readonly targetMs?: number;
  /** Batches in flight. Default 1. */
  readonly concurrency?: number;
  /** Bytes of an item; with `account` each batch reserves the sum before it starts. */
  readonly sizeOf?: (item: T) => number;
  readonly account?: FlowAccount;
  /** With `sizeOf`: a batch that holds this much is full, whatever its size. Default: no such bound. */
  readonly maxBatchBytes?: number;
  readonly signal?: AbortSignal;
}

/** What a worker is told of its batch. The signal aborts when the loop fails or is aborted. */
export interface BatchContext {
  /** Ordinal of the first item. */
  readonly firstIndex: number;
  readonly signal: AbortSignal;
}

/** What a batch loop did. */
export interface BatchReport {
  readonly items: number;
  readonly batches: number;
  readonly smallestBatch: number;
  readonly largestBatch: number;
}

/**
 * Gives items to `worker` in batches, at most `concurrency` at once, and takes no more items from
 * the source than the batches in flight need. Before a batch starts its bytes are reserved; waiting
 * for them pauses the loop, with this batch uncharged, and halves the size. The first error or an abort stops the loop, signals
 * the batches in flight, waits for them, closes the source, and is thrown.
 */
export async function processBatches<T>(
  items: Iterable<T> | AsyncIterable<T>,
  worker: (batch: T[], context: BatchContext) => Promise<unknown> | unknown,
  options: BatchOptions<T> = {},
): Promise<BatchReport> {
  return new BatchLoop(items, worker, options).run();
}

class BatchLoop<T> {
  readonly #source: AsyncIterator<T> | Iterator<T>;
  readonly #worker: (batch: T[], context: BatchContext) => Promise<unknown> | unknown;
  readonly #options: BatchOptions<T>;
  readonly #pace: BatchPace;
  readonly #concurrency: number;
  readonly #clock: NonNullable<PauseOptions['clock']>;
  readonly #abort = new AbortController();
  readonly #race = new AbortRace(this.#abort.signal);
  readonly #inFlight = new Set<Promise<void>>();
  readonly #turns: LoopTurns;
  #failure: { readonly error: unknown } | null = null;
  #isExhausted = false;
  #isPulling = false;
  #taken = 0;
  #batches = 0;
  #smallest = Infinity;
  #largest = 0;

  constructor(
    items: Iterable<T> | AsyncIterable<T>,
    worker: (batch: T[], context: BatchContext) => Promise<unknown> | unknown,
    options: BatchOptions<T>,
  ) {
    if (!options.sizeOf && (options.account ?? options.maxBatchBytes) !== undefined) {
      throw flowErrors.invalidOption('account and maxBatchBytes need sizeOf.');
    }
    this.#pace = paceOf(options);
    const { concurrency = 1 } = options;
    this.#concurrency = requireWhole(
      'concurrency',
      concurrency,
      1,
      flowLimits.batchesInFlight.value,
    );
    this.#source =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    this.#worker = worker;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#turns = new LoopTurns(this.#clock);
  }

  async run(): Promise<BatchReport> {
    const { signal, registry } = this.#options;
    const stop = (): void => this.#fail(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    const unregister = registry?.registerPausable(this.#pace);
    try {
      signal?.throwIfAborted();
      while (!this.#isExhausted && !this.#failure) await this.#startNext();
    } catch (error) {
      this.#fail(error);
    } finally {
      await Promise.all(this.#inFlight);
      unregister?.();
      this.#race[Symbol.dispose]();
      signal?.removeEventListener('abort', stop);
      await this.#closeSource();
    }
    if (this.#failure) throw this.#failure.error;
    return {
      items: this.#taken,
      batches: this.#batches,
      smallestBatch: this.#batches === 0 ? 0 : this.#smallest,
      largestBatch: this.#largest,
    };
  }

  async #startNext(): Promise<void> {
    const { signal } = this.#abort;
    if (this.#turns.isDue) await this.#turns.give();
    await this.#pace.ready(signal);
    const firstIndex = this.#taken;
    const batch = await this.#take(this.#pace.size);
    if (batch.length === 0 || this.#failure) return;
    const charge = new ReadCharge(this.#options.account, signal);
    const bytes = this.#bytesOf(batch);
    if (!charge.tryHold(bytes)) {
      this.#pace.refused();
      await charge.hold(bytes);
    }
    this.#batches++;
    this.#smallest = Math.min(this.#smallest, batch.length);
    this.#largest = Math.max(this.#largest, batch.length);
    const work: Promise<void> = this.#work(batch, firstIndex)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        charge[Symbol.dispose]();
        this.#inFlight.delete(work);
      });
    this.#inFlight.add(work);
    if (this.#inFlight.size >= this.#concurrency) await Promise.race(this.#inFlight);
  }

  async #work(batch: T[], firstIndex: number): Promise<void> {
    const startMs = this.#clock.now();
    const size = batch.length;
    await this.#worker(batch, { firstIndex, signal: this.#abort.signal });
    this.#pace.observe(size, this.#clock.now() - startMs);
  }

  async #take(size: number): Promise<T[]> {
    const { sizeOf, maxBatchBytes = Infinity } = this.#options;
    const batch: T[] = [];
    let bytes = 0;
    while (batch.length < size && bytes < maxBatchBytes && !this.#failure) {
      const next = this.#source.next();
      this.#isPulling = true;
      const result = next instanceof Promise ? await this.#race.wait(next) : next;
      this.#isPulling = false;
      if (result.done) {
        this.#isExhausted = true;
        break;
      }
      batch.push(result.value);
      if (sizeOf && maxBatchBytes !== Infinity) bytes += sizeOf(result.value);
    }
    this.#taken += batch.length;
    return batch;
  }

  async #closeSource(): Promise<void> {
    if (this.#isExhausted) return;
    const closing = this.#source.return?.();
    // A source that hangs in its present pull cannot be waited for.
    if (this.#isPulling) Promise.resolve(closing).catch(() => {});
    else await closing;
  }

  #bytesOf(batch: T[]): number {
    const { sizeOf } = this.#options;
    let bytes = 0;
    if (sizeOf) for (const item of batch) bytes += sizeOf(item);
    return bytes;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#abort.abort(error);
  }
}

function paceOf<T>(options: BatchOptions<T>): BatchPace {
  const most = flowLimits.batchItems.value;
  const startSize = requireWhole('batchSize', options.batchSize ?? 100, 1, most);
  const minSize = requireWhole('minBatchSize', options.minBatchSize ?? startSize, 1, startSize);
  const maxSize = requireWhole('maxBatchSize', options.maxBatchSize ?? startSize, startSize, most);
  const { targetMs = flowLimits.batchTargetMs.value, name = 'batch', pauseMs, clock } = options;
  const pause = { ...(pauseMs === undefined ? {} : { pauseMs }), ...(clock ? { clock } : {}) };
  return new BatchPace({ ...pause, name, startSize, minSize, maxSize, targetMs });
}
