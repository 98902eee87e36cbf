import { Buffer } from 'node:buffer';
import { flowErrors } from './flow.errors.ts';
import { flowLimits } from './flow.limits.ts';
import { LoopTurns } from './loop-turns.ts';
import { orAbort } from './or-abort.ts';
import type { Standstill } from './standstill.ts';

/** Anything that gives bytes in chunks: a Node stream, a web stream, a generator, an array. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const empty: Buffer = Buffer.alloc(0);

/**
 * Pulls chunks one at a time and gives them in pieces, each when `pause` lets it, ends a wait when the
 * signal aborts, and closes the source whatever the reason for stopping.
 */
export class ByteReader implements AsyncDisposable {
  readonly #iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  readonly #signal: AbortSignal | undefined;
  readonly #pause: Standstill | undefined;
  readonly #turns: LoopTurns | undefined;
  readonly #pieceBytes: number;
  #chunk = empty;
  #at = 0;
  #isDone = false;
  #isPulling = false;

  constructor(source: ByteSource, signal: AbortSignal | undefined, pause?: () => Standstill) {
    this.#iterator =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#signal = signal;
    this.#pause = pause?.();
    // Not for a body whose client is timed: the turn would count as the client's.
    if (pause) this.#turns = new LoopTurns();
    this.#pieceBytes = pause ? flowLimits.pieceBytes.value : Infinity;
  }

  /** Length of the source's chunk that the piece read last is of: who holds the one holds the other. */
  get chunkBytes(): number {
    return this.#chunk.length;
  }

  /** Whether more pieces of that chunk are to come. */
  get hasRest(): boolean {
    return this.#at < this.#chunk.length;
  }

  /** The next piece, never empty; null at the end. Rejects with the signal's reason, the source's
   * error, or `FLOW_SOURCE_NOT_BYTES`. */
  async read(): Promise<Buffer | null> {
    if (this.#pause?.isPaused) await this.#pause.ready(this.#signal);
    for (;;) {
      // Here, since a source may give empty chunks without end.
      if (this.#turns?.isDue) await this.#turns.give();
      this.#signal?.throwIfAborted();
      if (this.hasRest) return this.#piece();
      this.#chunk = empty;
      this.#at = 0;
      this.#isPulling = true;
      const result = await orAbort(this.#iterator.next(), this.#signal);
      this.#isPulling = false;
      if (result.done) {
        this.#isDone = true;
        return null;
      }
      const bytes: unknown = result.value;
      if (!(bytes instanceof Uint8Array)) throw flowErrors.notBytes(`It is a ${typeof bytes}.`);
      this.#chunk = asBuffer(bytes);
    }
  }

  #piece(): Buffer {
    const from = this.#at;
    this.#at = Math.min(from + this.#pieceBytes, this.#chunk.length);
    return this.#chunk.subarray(from, this.#at);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pause?.[Symbol.dispose]();
    if (this.#isDone) return;
    this.#isDone = true;
    const closing = this.#iterator.return?.();
    // A source that hangs in its present read cannot be waited for.
    if (this.#isPulling) Promise.resolve(closing).catch(() => {});
    else await closing;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
