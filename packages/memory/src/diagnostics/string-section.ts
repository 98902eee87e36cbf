import { diagnosticsLimits } from './diagnostics.limits.ts';
import { redactedText } from './redacted-text.ts';
import type { StringMarks } from './string-marks.ts';

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/** The strings of a snapshot, one after the other, in pieces cut anywhere. */
export class StringSection {
  readonly #marks: StringMarks;
  readonly #raw = Buffer.allocUnsafe(diagnosticsLimits.snapshotNameBytes.value);
  #rawLength = 0;
  /** UTF-16 units of the string at hand. */
  #units = 0;
  #index = 0;
  /** Characters that still belong to an escape: -1 right after the backslash. */
  #escape = 0;
  #output = Buffer.allocUnsafe(64 * 1024);
  #outputLength = 0;

  constructor(marks: StringMarks) {
    this.#marks = marks;
  }

  /**
   * Reads on within a string, from `from` in `bytes`. Answers the place after its closing quote, or -1 when the
   * bytes end before.
   */
  readText(bytes: Buffer, from: number): number {
    const raw = this.#raw;
    let rawLength = this.#rawLength;
    let units = this.#units;
    let escape = this.#escape;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (escape !== 0) {
        escape = escape > 0 ? escape - 1 : byte === letterU ? 4 : 0;
      } else if (byte === quote) {
        this.#rawLength = rawLength;
        this.#units = units;
        this.#escape = 0;
        this.#close();
        return at + 1;
      } else {
        if (byte === backslash) escape = -1;
        // In UTF-8 the first byte stands for the character; four bytes are two units.
        if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
      }
      if (rawLength < raw.length) raw[rawLength] = byte;
      rawLength++;
    }
    this.#rawLength = rawLength;
    this.#units = units;
    this.#escape = escape;
    return -1;
  }

  /** Writes what stands between strings. */
  put(byte: number): void {
    this.#room(1);
    this.#output[this.#outputLength++] = byte;
  }

  /** What has been written since the last call. */
  take(): Buffer {
    const piece = Buffer.from(this.#output.subarray(0, this.#outputLength));
    this.#outputLength = 0;
    return piece;
  }

  #close(): void {
    const index = this.#index++;
    const length = this.#rawLength;
    const raw = length > this.#raw.length ? null : this.#raw.toString('latin1', 0, length);
    const marks = this.#marks;
    const use = marks.isName(index) ? 'name' : marks.isKey(index) ? 'key' : 'content';
    const text = redactedText(raw, use, this.#units, index);
    this.#room((text?.length ?? length) + 2);
    this.#output[this.#outputLength++] = quote;
    this.#outputLength +=
      text === null
        ? this.#raw.copy(this.#output, this.#outputLength, 0, length)
        : this.#output.write(text, this.#outputLength, 'latin1');
    this.#output[this.#outputLength++] = quote;
    this.#rawLength = 0;
    this.#units = 0;
  }

  #room(bytes: number): void {
    if (this.#outputLength + bytes <= this.#output.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#outputLength + bytes));
    this.#output.copy(larger, 0, 0, this.#outputLength);
    this.#output = larger;
  }
}
