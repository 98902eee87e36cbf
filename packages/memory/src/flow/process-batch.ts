import { processBatches } from './process-batches.ts';
import type { BatchOptions, BatchReport } from './process-batches.ts';

/** Works on one item; `index` is its ordinal in the source. */
export type ItemWorker<T, R> = (
  item: T,
  context: { readonly index: number; readonly signal: AbortSignal },
) => Promise<R> | R;

/**
 * Runs `worker` for every item, at most one batch of them at once, and answers the results in the
 * items' order. For sources whose results need not be kept pass options instead of a size: then
 * memory does not grow with the source, and the size may adapt (see {@link processBatches}; each of
 * its `concurrency` batches runs its items side by side). The first error stops it and is thrown.
 */
export function processBatch<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  worker: ItemWorker<T, R>,
  batchSize: number,
): Promise<R[]>;
export function processBatch<T>(
  items: Iterable<T> | AsyncIterable<T>,
  worker: ItemWorker<T, unknown>,
  options: BatchOptions<T>,
): Promise<BatchReport>;
export async function processBatch<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  worker: ItemWorker<T, R>,
  sizeOrOptions: number | BatchOptions<T>,
): Promise<R[] | BatchReport> {
  const isSize = typeof sizeOrOptions === 'number';
  const results: R[] = [];
  const report = await processBatches(
    items,
    async (batch, { firstIndex, signal }) => {
      const done = await settleAll(
        batch.map(async (item, i) => worker(item, { index: firstIndex + i, signal })),
      );
      if (isSize) for (const result of done) results.push(result);
    },
    isSize ? { batchSize: sizeOrOptions } : sizeOrOptions,
  );
  return isSize ? results : report;
}

/** Like `Promise.all`, but an error waits until the others have ended too: nothing runs on unseen. */
async function settleAll<R>(work: Promise<R>[]): Promise<R[]> {
  const settled = await Promise.allSettled(work);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<R>).value);
}
