import { Buffer } from 'node:buffer';
import { lineEnd, meaningsOf, plain, quote, separator, skewOf, wide } from './byte-meaning.ts';
import type { CsvFault, CsvFaultCode } from './csv-fault.ts';
import { FieldPlaces } from './field-places.ts';
import type { RowBounds } from './row-bounds.ts';
import { WholeRow } from './whole-row.ts';

/**
 *   start ─► plain ──────────────► (separator: start; line end: row)
 *      └───► quoted ⇄ closing ───► (separator: start; line end: row; else: junk)
 */
type State = 'start' | 'plain' | 'quoted' | 'closing' | 'junk';

const quoteByte = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Finds rows and fields in bytes that arrive in chunks (RFC 4180; a row ends with LF, CRLF or CR).
 * Holds no bytes, only places; they are counted in characters of the row's text, which is right for
 * a row that is UTF-8. Use: `feed` a chunk, `scan` until false, after each row `begin`.
 */
export class RowScanner {
  /** Fields of the row, behind those of the rows before it that are not forgotten yet. */
  readonly fields = new FieldPlaces();
  /** Place in the present chunk up to which it has read. */
  at = 0;
  /** Where the row starts in the present chunk; negative when it began in an earlier one. */
  rowFrom = 0;
  /** End of the row in the present chunk, without its line end. */
  rowTo = 0;
  /** Line of the row's start, from 1. */
  rowLine = 1;
  /** Places by which the row's text is shorter than its bytes. */
  skew = 0;
  isAscii = true;
  /** The first thing that is wrong with the row. */
  fault: CsvFault | null = null;
  readonly #options: RowBounds;
  readonly #meanings: Uint8Array;
  readonly #whole: WholeRow;
  #chunk: Buffer = Buffer.alloc(0);
  #chunkOffset: number;
  #line = 1;
  #state: State = 'start';
  /** Position behind the last carriage return: a line feed there belongs to it. */
  #behindReturn = -1;
  #isEscaped = false;
  #hasQuotes = false;
  #fieldLine = 1;
  /** Start of the field: its place in the row's text, and in the row's bytes. */
  #fieldStart = 0;
  #fieldByte = 0;

  constructor(options: RowBounds) {
    this.#options = options;
    this.#chunkOffset = options.startOffset;
    this.#meanings = meaningsOf(options.delimiter);
    this.#whole = new WholeRow(this.#meanings, this.fields, options);
  }

  /** Where the row starts in the input. */
  get rowOffset(): number {
    return this.#chunkOffset + this.rowFrom;
  }

  /** The row is a blank line. */
  get isBlank(): boolean {
    return this.rowTo === this.rowFrom && !this.#hasQuotes;
  }

  /** Gives the next chunk; the former one must be used up. */
  feed(chunk: Buffer): void {
    const { length } = this.#chunk;
    this.#chunkOffset += length;
    this.rowFrom -= length;
    this.#chunk = chunk;
    this.at = 0;
  }

  /** Goes on behind the present row and keeps its fields. */
  begin(): void {
    this.fields.begin();
    this.rowFrom = this.at;
    this.rowLine = this.#line;
    this.skew = 0;
    this.isAscii = true;
    this.fault = null;
    this.#hasQuotes = false;
    this.#state = 'start';
  }

  /** Reads to the end of the row; false when the chunk ends first. */
  scan(): boolean {
    const { length } = this.#chunk;
    if (this.rowFrom === this.at && this.at < length) {
      this.#passLineFeed();
      if (this.#scanWhole()) return true;
    }
    while (this.at < length) {
      switch (this.#state) {
        case 'start':
          this.#openField();
          break;
        case 'plain':
          if (this.#readPlain()) return true;
          break;
        case 'quoted':
          this.#readQuoted();
          break;
        case 'closing':
          if (this.#readClosing()) return true;
          break;
        case 'junk':
          if (this.#readJunk()) return true;
      }
    }
    return false;
  }

  /** The usual row; see {@link WholeRow}. */
  #scanWhole(): boolean {
    const whole = this.#whole;
    if (!whole.scan(this.#chunk, this.rowFrom)) return false;
    this.at = whole.to;
    this.skew = whole.skew;
    this.isAscii = whole.isAscii;
    this.#line += whole.lines;
    this.#hasQuotes = this.#chunk[this.rowFrom] === quoteByte;
    return this.#endRow();
  }

  /** After the last chunk: whether a row without a line end stands there. */
  end(): boolean {
    this.rowTo = this.at;
    if (this.rowTo === this.rowFrom) return false;
    if (this.#state === 'quoted') {
      const reason = 'unexpected end: the quote is not closed';
      this.#fail('CSV_TRUNCATED', this.#fieldByte - 1, reason, this.#fieldLine);
    } else if (this.#state === 'start') {
      this.#openField();
      this.#closeField(this.at);
    } else if (this.#state === 'plain') {
      this.#closeField(this.at);
    } else if (this.#state === 'closing') {
      this.#closeField(this.at - 1, this.#isEscaped);
    }
    return true;
  }

  /** Notes what is wrong with the row, unless something is already. `place` counts its bytes. */
  #fail(code: CsvFaultCode, place: number, reason: string, line: number): void {
    this.fault ??= { code, reason, byteOffset: this.rowOffset + place, line };
  }

  /** A line feed after the carriage return that ended the former row. */
  #passLineFeed(): void {
    if (this.#chunkOffset + this.at !== this.#behindReturn) return;
    if (this.#chunk[this.at] !== lineFeed) return;
    this.at++;
    this.rowFrom = this.at;
  }

  #openField(): void {
    this.#state = 'plain';
    if (this.#chunk[this.at] === quoteByte) {
      this.at++;
      this.#state = 'quoted';
      this.#hasQuotes = true;
      this.#isEscaped = false;
      this.#fieldLine = this.#line;
    }
    this.#fieldByte = this.at - this.rowFrom;
    this.#fieldStart = this.#fieldByte - this.skew;
  }

  /** The field ends before `chunk[to]`. */
  #closeField(to: number, isEscaped = false): void {
    const { maxColumns, maxFieldBytes } = this.#options;
    const toByte = to - this.rowFrom;
    if (toByte - this.#fieldByte > maxFieldBytes) {
      const reason = `the field is larger than ${maxFieldBytes} bytes`;
      this.#fail('CSV_TOO_LARGE', this.#fieldByte, reason, this.#line);
    }
    if (this.fields.ofRow === maxColumns) {
      const reason = `the row has more than ${maxColumns} columns`;
      this.#fail('CSV_TOO_MANY_COLUMNS', this.#fieldByte, reason, this.#line);
      return;
    }
    const end = toByte - this.skew;
    this.fields.add(this.#fieldStart, isEscaped ? ~end : end);
  }

  /** Fields without quotes, as many as follow each other. */
  #readPlain(): boolean {
    const chunk = this.#chunk;
    const meanings = this.#meanings;
    let at = this.at;
    for (;;) {
      let meaning = plain;
      while (at < chunk.length && (meaning = meanings[chunk[at]!]!) === plain) at++;
      if (at === chunk.length) break;
      if (meaning === separator) {
        this.#closeField(at++);
        if (at === chunk.length || chunk[at] === quoteByte) {
          this.#state = 'start';
          break;
        }
        this.#fieldByte = at - this.rowFrom;
        this.#fieldStart = this.#fieldByte - this.skew;
      } else if (meaning === wide) {
        this.#countWide(chunk[at++]!);
      } else if (meaning === lineEnd) {
        this.#closeField(at);
        this.at = at;
        return this.#endRow();
      } else {
        const reason = 'a quote inside a field without quotes';
        this.#fail('CSV_QUOTE', at - this.rowFrom, reason, this.#line);
        this.#state = 'junk';
        break;
      }
    }
    this.at = at;
    return false;
  }

  /** Up to the closing quote, or the first of a doubled one. */
  #readQuoted(): void {
    const chunk = this.#chunk;
    const meanings = this.#meanings;
    let at = this.at;
    while (at < chunk.length) {
      const byte = chunk[at]!;
      const meaning = meanings[byte]!;
      if (meaning === quote) {
        this.#state = 'closing';
        at++;
        break;
      }
      if (meaning === wide) this.#countWide(byte);
      else if (meaning === lineEnd) this.#countLine(at);
      at++;
    }
    this.at = at;
  }

  /** What follows a quote inside a quoted field. */
  #readClosing(): boolean {
    const meaning = this.#meanings[this.#chunk[this.at]!]!;
    if (meaning === quote) {
      this.#isEscaped = true;
      this.#state = 'quoted';
      this.at++;
      return false;
    }
    if (meaning === separator || meaning === lineEnd) {
      this.#closeField(this.at - 1, this.#isEscaped);
      if (meaning === lineEnd) return this.#endRow();
      this.#state = 'start';
      this.at++;
      return false;
    }
    const reason = 'expected the delimiter or the end of the line after the closing quote';
    this.#fail('CSV_QUOTE', this.at - this.rowFrom, reason, this.#line);
    this.#state = 'junk';
    return false;
  }

  /** The rest of a bad row: to the end of the line, whatever quotes stand there. */
  #readJunk(): boolean {
    const chunk = this.#chunk;
    for (; this.at < chunk.length; this.at++) {
      const meaning = this.#meanings[chunk[this.at]!]!;
      if (meaning === lineEnd) return this.#endRow();
      if (meaning === wide) this.#countWide(chunk[this.at]!);
    }
    return false;
  }

  /** At the line end of a row. */
  #endRow(): true {
    this.rowTo = this.at;
    this.#countLine(this.at);
    if (this.#chunk[this.at++] === carriageReturn && this.#chunk[this.at] === lineFeed) this.at++;
    return true;
  }

  #countLine(at: number): void {
    const position = this.#chunkOffset + at;
    if (this.#chunk[at] === carriageReturn) this.#behindReturn = position + 1;
    else if (position === this.#behindReturn) return;
    this.#line++;
  }

  #countWide(byte: number): void {
    this.isAscii = false;
    this.skew += skewOf(byte);
  }
}
