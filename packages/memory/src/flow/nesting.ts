import type { Buffer } from 'node:buffer';

/** What a byte means for the structure of JSON. */
const plain = 0;
const opener = 1;
const closer = 2;
const quote = 3;
const newline = 4;

const meanings = new Uint8Array(256);
meanings[0x7b] = meanings[0x5b] = opener;
meanings[0x7d] = meanings[0x5d] = closer;
meanings[0x22] = quote;
meanings[0x0a] = newline;

/** Bytes at which the run of plain characters in a string stops. */
const stops = new Uint8Array(256);
stops[0x22] = stops[0x5c] = stops[0x0a] = 1;

/**
 * Follows brackets and strings through chunks to find where a container that was opened ends.
 * A closing bracket closes the nearest open one of its kind, so a bracket that is missing inside
 * does not swallow what follows; one that matches nothing is passed over.
 */
export class Nesting {
  /** Open containers. 0: the outermost has closed. */
  depth = 0;
  /** Newlines passed since the start. */
  newlines = 0;
  /** The container was at some place deeper than allowed. */
  isTooDeep = false;
  readonly #maxDepth: number;
  readonly #kinds: Uint8Array;
  #isInString = false;
  #isEscaped = false;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
    this.#kinds = new Uint8Array(maxDepth);
  }

  /** Starts anew, outside of everything. */
  reset(): void {
    this.depth = 0;
    this.isTooDeep = false;
    this.#isInString = false;
    this.#isEscaped = false;
  }

  get isInString(): boolean {
    return this.#isInString;
  }

  /**
   * Reads `bytes[from, length)` and answers where the container or string that stands there ends
   * (the place after it), or the length when it goes on in the next chunk.
   */
  skip(bytes: Buffer, from: number): number {
    const end = bytes.length;
    let at = from;
    while (at < end) {
      if (this.#isInString) {
        at = this.#skipString(bytes, at);
        if (!this.#isInString && this.depth === 0) return at;
        continue;
      }
      let meaning = plain;
      while (at < end && (meaning = meanings[bytes[at]!]!) === plain) at++;
      if (at === end) break;
      const byte = bytes[at++]!;
      if (meaning === quote) this.#isInString = true;
      else if (meaning === opener) this.#open(byte);
      else if (meaning === newline) this.newlines++;
      else if (this.#close(byte)) return at;
    }
    return at;
  }

  #skipString(bytes: Buffer, from: number): number {
    const end = bytes.length;
    let at = from;
    while (at < end) {
      if (this.#isEscaped) {
        this.#isEscaped = false;
        if (bytes[at++] === 0x0a) this.newlines++;
        continue;
      }
      while (at < end && stops[bytes[at]!] === 0) at++;
      if (at === end) break;
      const byte = bytes[at++]!;
      if (byte === 0x22) {
        this.#isInString = false;
        break;
      }
      if (byte === 0x5c) this.#isEscaped = true;
      else this.newlines++;
    }
    return at;
  }

  #open(byte: number): void {
    if (this.depth < this.#maxDepth) this.#kinds[this.depth] = byte;
    else this.isTooDeep = true;
    this.depth++;
  }

  /** Whether this closes the outermost container. */
  #close(byte: number): boolean {
    if (this.depth > this.#maxDepth) {
      this.depth--;
      return false;
    }
    // An opening bracket is two below its closing one in ASCII.
    let level = this.depth - 1;
    while (level >= 0 && this.#kinds[level] !== byte - 2) level--;
    if (level < 0) return false;
    this.depth = level;
    return level === 0;
  }
}
