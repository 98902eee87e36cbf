import { setImmediate } from 'node:timers/promises';
import { flowLimits } from './flow.limits.ts';
import { requireWhole } from './require-whole.ts';

/** Chunks of a sync source: for `for … of` and for `for await … of`. */
export interface Chunks<T> extends Iterable<T[]>, AsyncIterable<T[]> {}

/**
 * Cuts items into arrays of `size`, the last one shorter. Takes from the source only what the next
 * chunk needs, so any iterable can be infinite. With `for await` the event loop gets a turn between
 * chunks of a sync source. Throws `FLOW_OPTION_INVALID` unless `size` is a whole number ≥ 1.
 */
export function chunkArray<T>(items: Iterable<T>, size: number): Chunks<T>;
export function chunkArray<T>(items: AsyncIterable<T>, size: number): AsyncIterable<T[]>;
export function chunkArray<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
): Chunks<T> | AsyncIterable<T[]> {
  requireWhole('size', size, 1, flowLimits.batchItems.value);
  if (Symbol.asyncIterator in items) {
    return { [Symbol.asyncIterator]: () => chunksLater(items, size) };
  }
  return {
    [Symbol.iterator]: () => chunks(items, size),
    [Symbol.asyncIterator]: () => chunksInTurns(items, size),
  };
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

async function* chunksInTurns<T>(
  items: Iterable<T>,
  size: number,
): AsyncGenerator<T[], void, undefined> {
  for (const chunk of chunks(items, size)) {
    yield chunk;
    await setImmediate();
  }
}

async function* chunksLater<T>(
  items: AsyncIterable<T>,
  size: number,
): AsyncGenerator<T[], void, undefined> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
