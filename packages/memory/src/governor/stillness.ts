/** How long a figure has not grown: growth of more than one percent starts the count anew. */
export class Stillness {
  #referenceBytes = 0;
  #sinceMs = 0;

  /** Adds one sample and answers the milliseconds since the last growth. */
  add(atMs: number, bytes: number): number {
    if (bytes > this.#referenceBytes * 1.01) {
      this.#referenceBytes = bytes;
      this.#sinceMs = atMs;
    } else if (bytes < this.#referenceBytes) this.#referenceBytes = bytes;
    return atMs - this.#sinceMs;
  }
}
