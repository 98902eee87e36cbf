import { Buffer } from 'node:buffer';

/** V8 never makes a slice or a rope shorter than this (SlicedString::kMinLength, ConsString::kMinLength). */
export const shortestView = 13;

const wide = /[^\x00-\xff]/;
const scratchUnits = 16_384;
const scratch = Buffer.allocUnsafeSlow(scratchUnits * 2);

/** Whether a string needs two bytes a character. O(length). */
export function isWide(text: string): boolean {
  return wide.test(text);
}

/** Buffer's own codecs, without the dispatch by name that `toString` and `write` do for each call. */
interface DirectCodec {
  latin1Write(text: string, offset: number, length: number): number;
  latin1Slice(start: number, end: number): string;
}

/**
 * Answers an equal string that holds nothing but its own characters: V8 may represent a slice as a
 * view that keeps its whole parent alive, and a concatenation as a tree. One copy; O(length). Lone
 * surrogates survive.
 */
export function detachString(text: string): string {
  return text.length < shortestView ? text : copyString(text, isWide(text));
}

/** {@link detachString} for a text of which `isWide` is known. */
export function copyString(text: string, isWideText: boolean): string {
  const length = text.length;
  if (length < shortestView) return text;
  const buffer = length <= scratchUnits ? scratch : Buffer.allocUnsafeSlow(length * 2);
  if (isWideText) {
    return buffer.toString('utf16le', 0, buffer.write(text, 0, 'utf16le'));
  }
  const codec = buffer as unknown as DirectCodec;
  return codec.latin1Slice(0, codec.latin1Write(text, 0, length));
}
