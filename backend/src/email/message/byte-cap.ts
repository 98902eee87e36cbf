import { Transform, type TransformCallback } from 'node:stream';

/** Passes bytes on and counts them; fails with what `refuse` makes as soon as there are too many. */
export class ByteCap extends Transform {
  readonly #limitBytes: number;
  readonly #refuse: () => Error;
  #bytes = 0;

  constructor(limitBytes: number, refuse: () => Error) {
    super();
    this.#limitBytes = limitBytes;
    this.#refuse = refuse;
  }

  /** Bytes seen so far. */
  get bytes(): number {
    return this.#bytes;
  }

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limitBytes) done(this.#refuse());
    else done(null, chunk);
  }
}
