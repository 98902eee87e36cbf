import { isUtf8 } from 'node:buffer';

/**
 * Index of the first byte that is not part of a UTF-8 character; the length when all are.
 * Halves the range it looks at, so it reads each byte about twice.
 */
export function firstInvalidUtf8(bytes: Buffer): number {
  let valid = 0;
  let end = bytes.length;
  while (end - valid > 4) {
    const middle = startOfCharacter(bytes, (valid + end) >> 1, valid);
    if (middle === valid) break;
    if (isUtf8(bytes.subarray(valid, middle))) valid = middle;
    else end = middle;
  }
  while (valid < bytes.length) {
    const length = [1, 2, 3, 4].find((size) => isUtf8(bytes.subarray(valid, valid + size)));
    if (length === undefined || valid + length > bytes.length) return valid;
    valid += length;
  }
  return valid;
}

/** The start of the character that `index` stands in, not before `floor`. */
function startOfCharacter(bytes: Buffer, index: number, floor: number): number {
  let start = index;
  while (start > floor && index - start < 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
