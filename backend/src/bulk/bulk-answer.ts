import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { bulkLimits } from './bulk.limits.ts';

/** The NDJSON answer under way: a writer waits while its reader is behind. */
export class BulkAnswer {
  readonly #stream = new PassThrough({ highWaterMark: bulkLimits.answerBytes });
  readonly #begun = Promise.withResolvers<void>();
  #hasBegun = false;

  /** What the client reads. */
  get stream(): Readable {
    return this.#stream;
  }

  /** Resolves with the first line; until then a failure can still be an error answer. */
  get begun(): Promise<void> {
    return this.#begun.promise;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Writes a line each and resolves when there is room for more; rejects with the signal's reason. */
  async write(lines: readonly object[], signal: AbortSignal): Promise<void> {
    if (lines.length === 0) return;
    signal.throwIfAborted();
    this.#begin();
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    if (this.#stream.write(text)) return;
    await once(this.#stream, 'drain', { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  }

  /** Writes the last line. */
  end(line: object): void {
    this.#begin();
    this.#stream.end(`${JSON.stringify(line)}\n`);
  }

  /** Ends it without a last line: nobody reads it. */
  drop(): void {
    this.#stream.destroy();
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#begun.resolve();
  }
}
