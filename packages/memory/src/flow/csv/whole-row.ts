import type { Buffer } from 'node:buffer';
import { lineEnd, plain, quote, separator, skewOf, wide } from './byte-meaning.ts';
import type { FieldPlaces } from './field-places.ts';

const quoteByte = 0x22;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Reads a row that lies in one chunk with its line end and has nothing wrong with it, as most do, in
 * one go over its bytes. Any other row it leaves to the states of the scanner.
 */
export class WholeRow {
  /** Where the line end stands. */
  to = 0;
  /** Places by which the text is shorter than the bytes. */
  skew = 0;
  isAscii = true;
  /** Line ends inside quotes. */
  lines = 0;
  #isEscaped = false;
  readonly #meanings: Uint8Array;
  readonly #fields: FieldPlaces;
  readonly #maxFieldBytes: number;
  readonly #maxColumns: number;

  constructor(
    meanings: Uint8Array,
    fields: FieldPlaces,
    bounds: { readonly maxFieldBytes: number; readonly maxColumns: number },
  ) {
    this.#meanings = meanings;
    this.#fields = fields;
    this.#maxFieldBytes = bounds.maxFieldBytes;
    this.#maxColumns = bounds.maxColumns;
  }

  /** Adds the fields of the row at `rowFrom`; false when it is no such row, and then none. */
  scan(chunk: Buffer, rowFrom: number): boolean {
    const { starts, ends, first } = this.#fields;
    const meanings = this.#meanings;
    const maxFieldBytes = this.#maxFieldBytes;
    const { length } = chunk;
    // Where the places end the scanner makes more.
    const last = Math.min(first + this.#maxColumns, starts.length - 1);
    let count = first;
    let skew = 0;
    this.lines = 0;
    this.isAscii = true;
    let at = rowFrom;
    let from = at;
    let start = 0;
    let meaning = plain;
    for (;;) {
      if (at === from && chunk[at] === quoteByte) {
        const end = this.#scanQuoted(chunk, at + 1, skew);
        if (end === -1 || end - at > maxFieldBytes || count === last) return false;
        starts[count] = start + 1;
        skew = this.skew;
        ends[count++] = this.#isEscaped ? ~(end - rowFrom - skew) : end - rowFrom - skew;
        at = end + 1;
        meaning = meanings[chunk[at]!]!;
        if (meaning === lineEnd) break;
        if (meaning !== separator) return false;
      } else {
        while (at < length && (meaning = meanings[chunk[at]!]!) === plain) at++;
        if (at === length) return false;
        if (meaning === wide) {
          this.isAscii = false;
          skew += skewOf(chunk[at++]!);
          continue;
        }
        if (meaning > lineEnd || at - from > maxFieldBytes || count === last) return false;
        starts[count] = start;
        ends[count++] = at - rowFrom - skew;
        if (meaning === lineEnd) break;
      }
      from = ++at;
      start = at - rowFrom - skew;
    }
    this.#fields.count = count;
    this.skew = skew;
    this.to = at;
    return true;
  }

  /** The closing quote of a field whose content starts at `from`; −1 unless a byte follows it. */
  #scanQuoted(chunk: Buffer, from: number, skewBefore: number): number {
    const meanings = this.#meanings;
    const last = chunk.length - 1;
    let skew = skewBefore;
    let at = from;
    this.#isEscaped = false;
    for (;;) {
      let meaning = plain;
      while (at < last && (meaning = meanings[chunk[at]!]!) <= separator) at++;
      if (at >= last) return -1;
      if (meaning === quote) {
        if (chunk[at + 1] !== quoteByte) break;
        this.#isEscaped = true;
        at += 2;
      } else if (meaning === wide) {
        this.isAscii = false;
        skew += skewOf(chunk[at++]!);
      } else {
        this.lines++;
        if (chunk[at++] === carriageReturn && chunk[at] === lineFeed) at++;
      }
    }
    this.skew = skew;
    return at;
  }
}
