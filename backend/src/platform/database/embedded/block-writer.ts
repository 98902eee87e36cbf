const blockBytes = 64 * 1024;

/** Gathers small pieces into blocks of 64 KiB, so that one message crosses the thread per block. */
export class BlockWriter {
  readonly #send: (block: Uint8Array) => void;
  #block: Uint8Array | null = null;
  #used = 0;

  constructor(send: (block: Uint8Array) => void) {
    this.#send = send;
  }

  /** Copies the bytes: the caller may reuse its buffer at once. */
  write(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      this.#block ??= new Uint8Array(Math.max(1024, Math.min(blockBytes, bytes.length - at)));
      if (this.#used === this.#block.length && !this.#grow(bytes.length - at)) continue;
      const part = bytes.subarray(at, at + this.#block.length - this.#used);
      this.#block.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
    }
  }

  /** Sends what is left. */
  flush(): void {
    if (this.#block !== null && this.#used > 0) this.#send(this.#block.slice(0, this.#used));
    this.#block = null;
    this.#used = 0;
  }

  #grow(wanted: number): boolean {
    const block = this.#block;
    if (block === null || block.length >= blockBytes) {
      this.flush();
      return false;
    }
    const grown = new Uint8Array(
      Math.min(blockBytes, Math.max(block.length * 4, this.#used + wanted)),
    );
    grown.set(block);
    this.#block = grown;
    return true;
  }
}
