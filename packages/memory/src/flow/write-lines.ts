import { Buffer } from 'node:buffer';
import { AbortRace } from './abort-race.ts';
import { flowLimits } from './flow.limits.ts';
import { ReadCharge } from './read-charge.ts';
import type { FlowAccount } from './read-charge.ts';
import { requireWhole } from './require-whole.ts';
import { Standstill } from './standstill.ts';
import type { PauseOptions } from './standstill.ts';

/** What a writer of lines may hold, and what ends it. */
export interface LineWriterOptions extends PauseOptions {
  /** Size of the Buffers yielded, exceeded by at most one line. Default `flowLimits.copyChunkBytes`. */
  readonly chunkBytes?: number;
  /** Charged with the text and the Buffer under way; writing pauses while it refuses. */
  readonly account?: FlowAccount;
  /** Aborting ends the writing with the signal's reason and closes the source. */
  readonly signal?: AbortSignal;
}

/** Lines go as UTF-8 into Buffers that are pulled; closes the source whatever ends it. */
export async function* writeLines<T>(
  items: Iterable<T> | AsyncIterable<T>,
  lineOf: (item: T, index: number) => string,
  start: string,
  options: LineWriterOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const { chunkBytes = flowLimits.copyChunkBytes.value, account, signal } = options;
  requireWhole('chunkBytes', chunkBytes, 1, flowLimits.largestChunkBytes.value);
  using charge = new ReadCharge(account, signal);
  using pause = new Standstill(options, 'line-writer');
  await using source = new ItemSource(items, signal);
  let text = start;
  let isNewBuffer = true;
  for (let index = 0; ; index++) {
    if (isNewBuffer && pause.isPaused) await pause.ready(signal);
    isNewBuffer = false;
    const next = source.next();
    const result = next instanceof Promise ? await next : next;
    if (result.done) break;
    text += lineOf(result.value, index);
    // The text, and at the end the Buffer made of it.
    if (!charge.tryHold(text.length * 2)) await charge.hold(text.length * 2);
    if (text.length < chunkBytes) continue;
    yield Buffer.from(text);
    text = '';
    isNewBuffer = true;
    charge.lower(0);
  }
  if (text !== '') yield Buffer.from(text);
}

/** Items one at a time, without a turn of the queue for each of a sync source. */
class ItemSource<T> implements AsyncDisposable {
  readonly #iterator: Iterator<T> | AsyncIterator<T>;
  readonly #signal: AbortSignal | undefined;
  readonly #race: AbortRace;
  #isDone = false;
  #isPulling = false;

  constructor(items: Iterable<T> | AsyncIterable<T>, signal: AbortSignal | undefined) {
    this.#iterator =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    this.#signal = signal;
    this.#race = new AbortRace(signal);
  }

  next(): IteratorResult<T> | Promise<IteratorResult<T>> {
    this.#signal?.throwIfAborted();
    this.#isPulling = true;
    const next = this.#iterator.next();
    return next instanceof Promise ? this.#later(next) : this.#settle(next);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#race[Symbol.dispose]();
    if (this.#isDone) return;
    const closing = this.#iterator.return?.();
    // A source that hangs in its present pull cannot be waited for.
    if (this.#isPulling) Promise.resolve(closing).catch(() => {});
    else await closing;
  }

  async #later(next: Promise<IteratorResult<T>>): Promise<IteratorResult<T>> {
    return this.#settle(await this.#race.wait(next));
  }

  #settle(result: IteratorResult<T>): IteratorResult<T> {
    this.#isPulling = false;
    if (result.done) this.#isDone = true;
    return result;
  }
}
