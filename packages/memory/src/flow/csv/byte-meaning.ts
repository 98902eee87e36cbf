/** A byte of a field that stands for itself. */
export const plain = 0;
/** The delimiter. */
export const separator = 1;
/** LF or CR. */
export const lineEnd = 2;
/** The quote. */
export const quote = 3;
/** A byte of a character beyond ASCII. */
export const wide = 4;

/** What each byte means outside of quotes; inside them the delimiter is plain too. */
export function meaningsOf(delimiter: number): Uint8Array {
  const meanings = new Uint8Array(256).fill(wide, 0x80);
  meanings[0x0a] = meanings[0x0d] = lineEnd;
  meanings[0x22] = quote;
  meanings[delimiter] = separator;
  return meanings;
}

/**
 * By how many places a byte beyond ASCII makes the text shorter than the bytes: each one after the
 * first of a character by one; a character of four bytes takes two places.
 */
export function skewOf(byte: number): number {
  if (byte < 0xc0) return 1;
  return byte >= 0xf0 ? -1 : 0;
}
