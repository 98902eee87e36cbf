import { backend, errorResponse } from './wire.ts';

/** What the scheduler learns from the answer to one turn. */
export interface TurnOutcome {
  /** Status byte of the last ReadyForQuery, `null` when the turn produced none. */
  readonly status: number | null;
  /** The first words of the command tags that were completed: `SET`, `LISTEN`, `SELECT`... */
  readonly commands: ReadonlySet<string>;
  /** True when rows were left out because the answer passed its limit. */
  readonly isCut: boolean;
  readonly hasError: boolean;
}

/** Where the parts of an answer go. */
export interface FilterTarget {
  pass(bytes: Uint8Array): void;
  notification(message: Uint8Array): void;
}

/** SQLSTATE of a result that passed its limit; class 54 is PostgreSQL's "program limit exceeded". */
export const resultTooLargeState = '54LX1';

const decoder = new TextDecoder();
const rowTypes: ReadonlySet<number> = new Set([backend.dataRow, backend.copyData]);

/**
 * Walks over the answer of one turn as the engine produces it: passes it on, takes notifications
 * out, and leaves rows out once `limitBytes` were passed. Keeps no more than one small message.
 */
export class BackendFilter {
  readonly #target: FilterTarget;
  readonly #limitBytes: number;
  readonly #dropsCopyIn: boolean;
  readonly #header = new Uint8Array(5);
  #headerLength = 0;
  #type = 0;
  #left = 0;
  #collected: Uint8Array | null = null;
  #collectedLength = 0;
  #isDropping = false;
  #passedBytes = 0;
  #status: number | null = null;
  #isCut = false;
  #hasReportedCut = false;
  #hasError = false;
  readonly #commands = new Set<string>();

  constructor(target: FilterTarget, limitBytes: number, dropsCopyIn = false) {
    this.#target = target;
    this.#limitBytes = limitBytes;
    this.#dropsCopyIn = dropsCopyIn;
  }

  /** Takes the next bytes of the answer; they may end in the middle of a message. */
  write(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left === 0) {
        at = this.#readHeader(bytes, at);
        if (this.#headerLength === 5 && this.#left === 0) this.#finish();
        continue;
      }
      const part = bytes.subarray(at, Math.min(bytes.length, at + this.#left));
      at += part.length;
      this.#left -= part.length;
      if (this.#collected !== null) {
        this.#collected.set(part, this.#collectedLength);
        this.#collectedLength += part.length;
      } else if (!this.#isDropping) {
        this.#pass(part);
      }
      if (this.#left === 0) this.#finish();
    }
  }

  /** Call once, when the engine has finished the turn. */
  outcome(): TurnOutcome {
    this.#reportCut();
    return {
      status: this.#status,
      commands: this.#commands,
      isCut: this.#isCut,
      hasError: this.#hasError,
    };
  }

  #readHeader(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && this.#headerLength < 5) {
      this.#header[this.#headerLength++] = bytes[at++] ?? 0;
    }
    if (this.#headerLength < 5) return at;
    const type = (this.#type = this.#header[0] ?? 0);
    const length = new DataView(this.#header.buffer).getInt32(1);
    this.#left = length - 4;
    const isCollected =
      type === backend.readyForQuery ||
      type === backend.commandComplete ||
      type === backend.notification;
    this.#collected = isCollected ? new Uint8Array(length + 1) : null;
    this.#isDropping = this.#dropsCopyIn && type === backend.copyInResponse;
    if (rowTypes.has(type) && this.#passedBytes + length > this.#limitBytes) {
      this.#isDropping = true;
      this.#isCut = true;
    }
    if (type === backend.error) this.#hasError = true;
    if (this.#collected !== null) {
      this.#collected.set(this.#header);
      this.#collectedLength = 5;
    } else if (!this.#isDropping) {
      this.#pass(this.#header.slice());
    }
    return at;
  }

  #finish(): void {
    const message = this.#collected;
    this.#headerLength = 0;
    this.#collected = null;
    if (message === null) return;
    if (this.#type === backend.notification) {
      this.#target.notification(message);
      return;
    }
    if (this.#type === backend.readyForQuery) {
      this.#status = message[5] ?? null;
      this.#reportCut();
    } else {
      this.#commands.add(decoder.decode(message.subarray(5, -1)).split(' ', 1)[0] ?? '');
    }
    this.#pass(message);
  }

  // A client takes an error only before ReadyForQuery, and after the command it belongs to.
  #reportCut(): void {
    if (!this.#isCut || this.#hasReportedCut) return;
    this.#hasReportedCut = true;
    const text = `the result is larger than ${this.#limitBytes} bytes; read it as a stream`;
    this.#pass(errorResponse('ERROR', resultTooLargeState, text));
  }

  #pass(bytes: Uint8Array): void {
    this.#passedBytes += bytes.length;
    this.#target.pass(bytes);
  }
}
