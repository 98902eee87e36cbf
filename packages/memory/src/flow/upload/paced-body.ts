import type { Buffer } from 'node:buffer';
import { IncomingMessage } from 'node:http';
import { systemClock } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import { ByteReader } from '../byte-source.ts';
import type { ByteSource } from '../byte-source.ts';
import { requireWhole } from '../require-whole.ts';
import { uploadError } from './upload.errors.ts';
import { uploadLimits } from './upload.limits.ts';

/** What a body may have and how fast it must come. */
export interface BodyBounds {
  /** Bytes of the whole body. Default `uploadLimits.bytes`. */
  readonly maxBytes?: number;
  /** What the client declares (`Content-Length`): refused unread when it is too much. */
  readonly declaredBytes?: number | null;
  /** Longest wait for the next byte. Default `uploadLimits.idleMs`. */
  readonly idleMs?: number;
  /** Least mean rate after `uploadLimits.graceMs`. Default `uploadLimits.bytesPerSecond`. */
  readonly leastBytesPerSecond?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * Reads a body and ends it with an {@link uploadError} when it is declared or turns out larger than
 * allowed, or comes too slowly. Only time spent waiting for the client counts, not the time the
 * reader takes. An IncomingMessage is left open, so that an answer can still be sent.
 */
export class PacedBody implements AsyncDisposable {
  receivedBytes = 0;
  readonly #maxBytes: number;
  readonly #idleMs: number;
  readonly #leastBytesPerSecond: number;
  readonly #clock: Clock;
  readonly #reader: ByteReader;
  readonly #abort = new AbortController();
  readonly #unlink: () => void;
  #waitedMs = 0;

  constructor(source: ByteSource, bounds: BodyBounds) {
    const { signal, declaredBytes } = bounds;
    this.#maxBytes = requireWhole('maxBytes', bounds.maxBytes ?? uploadLimits.bytes.value, 1);
    this.#idleMs = requireWhole('idleMs', bounds.idleMs ?? uploadLimits.idleMs.value, 1);
    this.#leastBytesPerSecond = requireWhole(
      'leastBytesPerSecond',
      bounds.leastBytesPerSecond ?? uploadLimits.bytesPerSecond.value,
      1,
    );
    this.#clock = bounds.clock ?? systemClock;
    if (typeof declaredBytes === 'number' && declaredBytes > this.#maxBytes) {
      throw this.#tooLarge(declaredBytes, 'declares');
    }
    const stop = (): void => this.#abort.abort(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    this.#unlink = () => signal?.removeEventListener('abort', stop);
    const bytes = source instanceof IncomingMessage ? kept(source) : source;
    this.#reader = new ByteReader(bytes, this.#abort.signal);
  }

  /** The next piece, or null at the end. */
  async read(): Promise<Buffer | null> {
    const startMs = this.#clock.now();
    const leftMs = this.#leftMs();
    const giveUp = (): void => this.#abort.abort(this.#tooSlow());
    const cancel = this.#clock.after(leftMs, giveUp, { isAwaited: true });
    try {
      const piece = await this.#reader.read();
      this.receivedBytes += piece?.length ?? 0;
      if (this.receivedBytes > this.#maxBytes) throw this.#tooLarge(this.receivedBytes, 'has');
      return piece;
    } finally {
      cancel();
      this.#waitedMs += this.#clock.now() - startMs;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unlink();
    // Ends a read that nobody waits for any more, and its timer.
    this.#abort.abort();
    await this.#reader[Symbol.asyncDispose]();
  }

  /** How long the client may take for the next byte. */
  #leftMs(): number {
    const earnedMs = (this.receivedBytes / this.#leastBytesPerSecond) * 1000;
    const slackMs = uploadLimits.graceMs.value + earnedMs - this.#waitedMs;
    return Math.max(0, Math.min(this.#idleMs, slackMs));
  }

  #tooLarge(bytes: number, verb: 'has' | 'declares'): Error {
    const limit = this.#maxBytes;
    const detail = `It may have ${limit} bytes; this one ${verb} ${verb === 'has' ? 'more' : bytes}.`;
    return uploadError('tooLarge', detail, { receivedBytes: bytes, limit });
  }

  #tooSlow(): Error {
    const { receivedBytes } = this;
    const detail = `${receivedBytes} bytes came; after a pause of ${this.#idleMs} ms, or on average below ${this.#leastBytesPerSecond} bytes a second, it ends.`;
    return uploadError('tooSlow', detail, { receivedBytes });
  }
}

/** The bytes of a request, which stays open when its reader stops early. */
function kept(request: IncomingMessage): AsyncIterable<Uint8Array> {
  const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  return { [Symbol.asyncIterator]: () => bytes };
}
