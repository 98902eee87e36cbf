import { memoryErrors } from '../errors.ts';
import { diagnosticsLimits } from './diagnostics.limits.ts';
import { readLayout } from './snapshot-layout.ts';
import type { RowLayout, SnapshotLayout } from './snapshot-layout.ts';
import { StringMarks } from './string-marks.ts';
import { StringSection } from './string-section.ts';

type Place = 'head' | 'between' | 'title' | 'rows' | 'numbers' | 'strings' | 'text' | 'end';

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma, colon, minus] = ['"', '\\', ',', ':', '-'].map(code) as [
  number,
  number,
  number,
  number,
  number,
];
const [open, close, openObject, closeObject] = ['[', ']', '{', '}'].map(code) as [
  number,
  number,
  number,
  number,
];
const zero = code('0');
const space = 0x20;

/**
 * Takes the contents of strings out of a heap snapshot while its bytes pass. Nodes and edges stay
 * as they are; a string stays when the heap's structure refers to it by a name, everything else is
 * replaced by its length. Holds two bits for each string and one name, never the snapshot.
 */
export class SnapshotRedactor {
  readonly #marks = new StringMarks(diagnosticsLimits.snapshotStrings.value);
  readonly #strings = new StringSection(this.#marks);
  readonly #seen = new Set<string>();
  #place: Place = 'head';
  #head: Buffer = Buffer.alloc(0);
  #layout!: SnapshotLayout;
  #title = '';
  #rows!: RowLayout;
  #field = 0;
  #type = 0;
  #name = 0;
  #value = 0;
  #depth = 0;

  /** What leaves for these bytes. Throws MEM_SNAPSHOT_FORMAT; then nothing of them may leave. */
  write(bytes: Buffer): Buffer {
    if (this.#place === 'head') {
      const end = this.#readHead(bytes);
      if (end < 0) return Buffer.alloc(0);
      const rest = this.#readFrom(this.#head, end);
      this.#head = Buffer.alloc(0);
      return rest;
    }
    return this.#readFrom(bytes, 0);
  }

  /** Throws MEM_SNAPSHOT_FORMAT when the bytes have ended too early. */
  end(): void {
    if (this.#place !== 'end') throw memoryErrors.snapshotFormat('It ends too early.');
  }

  /** Gathers the first section, which says what the others mean; -1 until it is whole. */
  #readHead(bytes: Buffer): number {
    this.#head = Buffer.concat([this.#head, bytes]);
    const end = endOfFirstSection(this.#head);
    const { value: most } = diagnosticsLimits.snapshotHeadBytes;
    if (end < 0 ? this.#head.length > most : end > most)
      throw memoryErrors.snapshotFormat('Its first section is too long.');
    if (end < 0) return -1;
    const head = this.#head.toString('utf8', 0, end);
    // A section before it would leave unread.
    if (!/^\s*\{\s*"snapshot"/.test(head))
      throw memoryErrors.snapshotFormat('Its first section is another one.');
    this.#layout = readLayout(`${head}}`);
    this.#place = 'between';
    return end;
  }

  /** Reads all of `bytes` from `from`; what stands before leaves unchanged. */
  #readFrom(bytes: Buffer, from: number): Buffer {
    let at = from;
    // Of the strings a copy leaves, of everything else the bytes themselves.
    const pieces: Buffer[] = [];
    let unsent = 0;
    while (at < bytes.length) {
      if (this.#place === 'rows') at = this.#readRows(bytes, at);
      else if (this.#place === 'text') {
        const next = this.#strings.readText(bytes, at);
        if (next >= 0) this.#place = 'strings';
        at = next < 0 ? bytes.length : next;
      } else if (this.#place === 'strings') {
        this.#readString(bytes[at]!);
        at++;
        if ((this.#place as Place) === 'between') {
          pieces.push(this.#strings.take());
          unsent = at;
        }
      } else {
        this.#readByte(bytes[at]!);
        at++;
        if ((this.#place as Place) === 'strings') pieces.push(bytes.subarray(unsent, at));
      }
    }
    const isCopied = this.#place === 'strings' || this.#place === 'text';
    pieces.push(isCopied ? this.#strings.take() : bytes.subarray(unsent));
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  #readRows(bytes: Buffer, from: number): number {
    const { fields, typeField, nameField, uses } = this.#rows;
    let field = this.#field;
    let value = this.#value;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      const digit = byte - zero;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
      } else if (byte === comma || byte === close) {
        if (field === typeField) this.#type = value;
        if (field === nameField) this.#name = value;
        if (++field === fields) {
          field = 0;
          this.#mark(uses[this.#type] ?? 'content');
        }
        value = 0;
        if (byte === close) {
          // An empty array has read one value of none.
          if (field > 1) throw memoryErrors.snapshotFormat('A row is not whole.');
          this.#place = 'between';
          at++;
          break;
        }
      } else if (byte > space) throw unexpected(byte);
    }
    this.#field = field;
    this.#value = value;
    return at;
  }

  #mark(use: 'name' | 'key' | 'content'): void {
    if (use === 'content') return;
    const isNoted =
      use === 'name' ? this.#marks.markName(this.#name) : this.#marks.markKey(this.#name);
    if (!isNoted) throw memoryErrors.snapshotFormat('It has too many strings.');
  }

  #readString(byte: number): void {
    if (byte === quote) this.#place = 'text';
    else if (byte === close) this.#place = 'between';
    else if (byte !== comma && byte > space) throw unexpected(byte);
    if (byte !== quote) this.#strings.put(byte);
  }

  #readByte(byte: number): void {
    if (byte <= space) return;
    switch (this.#place) {
      case 'between':
        if (byte === quote) {
          this.#place = 'title';
          this.#title = '';
        } else if (byte === open) this.#enter();
        else if (byte === closeObject && this.#seen.has('strings')) this.#place = 'end';
        else if (byte !== comma && byte !== colon) throw unexpected(byte);
        return;
      case 'title':
        if (byte === quote) this.#place = 'between';
        else this.#title += String.fromCharCode(byte);
        if (this.#title.length > 64)
          throw memoryErrors.snapshotFormat('A section has a long name.');
        return;
      case 'numbers':
        if (byte === open) this.#depth++;
        else if (byte === close && --this.#depth === 0) this.#place = 'between';
        else if (byte !== close && byte !== comma && byte !== minus && !isDigit(byte))
          throw unexpected(byte);
        return;
      default:
        throw unexpected(byte);
    }
  }

  /** At the opening bracket of a section. */
  #enter(): void {
    const title = this.#title;
    if (this.#seen.has(title)) throw memoryErrors.snapshotFormat('A section comes twice.');
    this.#seen.add(title);
    this.#field = 0;
    this.#value = 0;
    if (title === 'nodes' || title === 'edges') {
      // A name in a row after the strings would come too late.
      if (this.#seen.has('strings')) throw memoryErrors.snapshotFormat(`Its ${title} come last.`);
      this.#rows = this.#layout[title];
      this.#place = 'rows';
    } else if (title === 'strings') {
      if (!this.#seen.has('nodes') || !this.#seen.has('edges'))
        throw memoryErrors.snapshotFormat('Its strings come first.');
      this.#place = 'strings';
    } else {
      this.#depth = 1;
      this.#place = 'numbers';
    }
  }
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= zero + 9;

function unexpected(byte: number): Error {
  return memoryErrors.snapshotFormat(`A byte 0x${byte.toString(16)} is not expected where it is.`);
}

/** The place after the object that is the first member, or -1. */
function endOfFirstSection(bytes: Buffer): number {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isText) {
      if (byte === backslash) at++;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === openObject) depth++;
    else if (byte === closeObject && --depth === 1) return at + 1;
  }
  return -1;
}
