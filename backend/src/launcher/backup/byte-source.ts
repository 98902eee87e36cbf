import { collect } from './collect.ts';

/** Gives the bytes of a stream in amounts that its reader asks for; holds one chunk of the stream. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Exactly `bytes` bytes as one buffer, so for small amounts; throws when the stream ends before. */
  async take(bytes: number): Promise<Buffer> {
    return await collect(this.pieces(bytes));
  }

  /** Exactly `bytes` bytes as they come; throws when the stream ends before. */
  async *pieces(bytes: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = bytes; left > 0;) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done === true) throw new Error('it ends early');
        this.#rest = value;
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Reads to the stream's end, where a compressed one has its own checksum. */
  async skipRest(): Promise<void> {
    while ((await this.#chunks.next()).done !== true);
  }
}
