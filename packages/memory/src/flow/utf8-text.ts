import { isUtf8 } from 'node:buffer';
import type { Buffer } from 'node:buffer';

/** `bytes[from, to)` as text; null when they are not UTF-8. O(bytes). */
export function utf8Text(bytes: Buffer, from = 0, to = bytes.length): string | null {
  const text = bytes.toString('utf8', from, to);
  // What is not UTF-8 becomes this character, which a text of Latin letters is known at once not to have.
  return text.includes('\uFFFD') && !isUtf8(bytes.subarray(from, to)) ? null : text;
}
