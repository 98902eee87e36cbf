const openers = ['{', '['];

/** Whether brackets outside of strings nest deeper than `maxDepth` in a JSON text. O(length). */
export function exceedsDepth(text: string, maxDepth: number): boolean {
  // Each level takes two brackets.
  if (text.length <= maxDepth * 2 || !hasMore(text, maxDepth)) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) {
        if (text.charCodeAt(i) === 0x5c) i++;
      }
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    }
  }
  return false;
}

/** Whether there are more than `limit` opening brackets at all: searching for them is fast. */
function hasMore(text: string, limit: number): boolean {
  let count = 0;
  for (const opener of openers) {
    for (let at = text.indexOf(opener); at !== -1; at = text.indexOf(opener, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}
