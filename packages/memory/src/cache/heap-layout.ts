import { isWide } from './detach-string.ts';

/**
 * Bytes that V8 gives to values on a 64-bit build without pointer compression, which is what Node
 * ships. `size.memory.test.ts` holds every line against the growth of the real heap, so another
 * layout in a later V8 fails a test instead of going unseen.
 */
const word = 8;

function align(bytes: number): number {
  return (bytes + 7) & ~7;
}

/** A sequential string: header, hash and length, characters. Strings of 0 or 1 characters are shared. */
export function stringBytes(text: string): number {
  return text.length < 2 ? 0 : textBytes(text.length, isWide(text));
}

/** {@link stringBytes} of a text of which length and width are known. */
export function textBytes(length: number, isWideText: boolean): number {
  if (length < 2) return 0;
  // Above this Buffer makes external strings; the characters count the same, outside the heap.
  return 16 + (isWideText ? 2 * align(length) : align(length));
}

/** A number outside of an array: small integers live in the slot itself, others in a box. */
export function numberBytes(value: number): number {
  return (value | 0) === value && !Object.is(value, -0) ? 0 : 16;
}

/** An object with `fields` named properties, as a literal, a class or `JSON.parse` makes it. */
export function objectBytes(fields: number): number {
  if (fields === 0) return 56;
  if (fields <= mostFastFields) return 24 + fields * word;
  return 24 + 56 + 3 * word * dictionaryCapacity(fields);
}

/** Objects with more named properties than this are hash tables. */
const mostFastFields = 128;

function dictionaryCapacity(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(4, entries + (entries >> 1))));
}

/** An object without a prototype: always a hash table. */
export function dictionaryBytes(fields: number): number {
  return 24 + 64 + 3 * word * dictionaryCapacity(fields);
}

/** An array of `length` elements without spare room; `elementBytes` is 8 for references and doubles. */
export function arrayBytes(length: number): number {
  return length === 0 ? 32 : 48 + length * word;
}

/** A Map (3 words an entry) or Set (2): tables grow by doubling. */
export function hashTableBytes(entries: number, wordsPerEntry: 2 | 3): number {
  const capacity = entries <= 4 ? 4 : 2 ** Math.ceil(Math.log2(entries));
  return 32 + 40 + word * (capacity / 2 + capacity * wordsPerEntry);
}

/** A BigInt: header and 64-bit digits. */
export function bigintBytes(value: bigint): number {
  let digits = 0;
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n) digits++;
  return 16 + digits * word;
}

/** Fixed objects. */
export const dateBytes = 96;
export const regExpBytes = 56;
export const symbolBytes = 24;
export const viewBytes = 96;
export const arrayBufferBytes = 106;
export const functionBytes = 64;
