import type { Buffer } from 'node:buffer';
import type { JsonFaultCode } from './json-fault.ts';

/** The bytes of one record as a slicer found them, or what kept it from holding them. */
export interface JsonSlice {
  /** Ordinal of the record in the input, from 0. */
  readonly index: number;
  /** Where the record starts. */
  readonly byteOffset: number;
  readonly line: number;
  /** The record is `bytes[from, to)`. Valid until the next call of the slicer. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  /** A text with the record at the same places, where all of it is ASCII; else null. */
  readonly text: string | null;
  /** Whether that text has anything that `mayHavePrototypeKeys` looks for. */
  readonly isSuspect: boolean;
  /** Set when the record cannot be parsed at all; then `bytes` is empty. */
  readonly fault: SliceFault | null;
  /** The input ended inside the record. */
  readonly isCut: boolean;
}

/** A fault of the slicing itself. */
export interface SliceFault {
  readonly code: JsonFaultCode;
  readonly reason: string;
  readonly byteOffset: number;
  readonly line: number;
}

/**
 * Cuts records out of bytes that arrive in chunks, holding at most one record that spans chunks.
 * Use: `feed` a chunk, `next` until null, `feed` the next one; at the end `end` until null.
 */
export interface JsonSlicer {
  /** Gives the next chunk; the former one must be used up. */
  feed(chunk: Buffer): void;
  /** The next record, or null when the chunk is used up. */
  next(): JsonSlice | null;
  /** What is left after the last chunk, or null. */
  end(): JsonSlice | null;
  /** Bytes held of a record that spans chunks. */
  readonly heldBytes: number;
}
