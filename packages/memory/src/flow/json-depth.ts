/** Whether brackets outside of strings nest deeper than `maxDepth` in `bytes[from, to)`. O(bytes). */
export function exceedsDepth(
  bytes: Uint8Array,
  from: number,
  to: number,
  maxDepth: number,
): boolean {
  if (to - from <= maxDepth || !hasMore(bytes.subarray(from, to), maxDepth)) return false;
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

/** Whether there are more than `limit` opening brackets at all: searching for them is fast. */
function hasMore(bytes: Uint8Array, limit: number): boolean {
  let count = 0;
  for (const opener of [0x7b, 0x5b]) {
    let at = bytes.indexOf(opener);
    for (; at !== -1; at = bytes.indexOf(opener, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}
