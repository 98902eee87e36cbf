/** One message of the PostgreSQL protocol as a client sent it; `type` is 0 for the untyped first one. */
export interface FrontendMessage {
  readonly type: number;
  readonly bytes: Uint8Array;
}

const noBytes = new Uint8Array(0);

/**
 * Cuts the byte stream of one client into messages. Holds at most the bytes of one unfinished
 * message; throws `RangeError` when a message announces more than `limitBytes`.
 */
export class FrontendReader {
  readonly #limitBytes: number;
  #rest: Uint8Array = noBytes;
  #started = false;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The messages completed by this chunk, in order. */
  push(chunk: Uint8Array): FrontendMessage[] {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const messages: FrontendMessage[] = [];
    let at = 0;
    for (;;) {
      const head = this.#started ? 1 : 0;
      if (bytes.length - at < head + 4) break;
      const length = head + view.getInt32(at + head);
      if (length < head + 4 || length > this.#limitBytes) {
        throw new RangeError(
          `a message of ${length} bytes is over the limit of ${this.#limitBytes}`,
        );
      }
      if (bytes.length - at < length) break;
      messages.push({
        type: this.#started ? (bytes[at] ?? 0) : 0,
        bytes: bytes.subarray(at, at + length),
      });
      this.#started = true;
      at += length;
    }
    this.#rest = at === bytes.length ? noBytes : bytes.slice(at);
    return messages;
  }
}
