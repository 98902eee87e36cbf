/** Whether brackets outside of strings nest deeper than `maxDepth` in `bytes[from, to)`. O(bytes). */
export function exceedsDepth(
  bytes: Uint8Array,
  from: number,
  to: number,
  maxDepth: number,
): boolean {
  // Every level needs a byte to open, so a short text cannot be deep.
  if (to - from <= maxDepth) return false;
  let depth = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === 0x22) {
      for (i++; i < to && bytes[i] !== 0x22; i++) if (bytes[i] === 0x5c) i++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return false;
}
