import { randomFillSync } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz     etaoinshrdlu';

/** A flat text of `length` characters that shares no memory with any other. */
export function textOf(length: number): string {
  const bytes = randomFillSync(Buffer.allocUnsafe(length));
  for (let at = 0; at < length; at++) {
    bytes[at] = ALPHABET.charCodeAt((bytes[at] as number) % ALPHABET.length);
  }
  return bytes.toString('latin1');
}
