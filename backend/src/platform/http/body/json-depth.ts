/**
 * True when the JSON text nests deeper than `limit`. One pass over the characters, brackets inside
 * strings do not count; a text that is not JSON gets some answer and fails in the parser.
 */
export function nestsDeeperThan(text: string, limit: number): boolean {
  // A nesting of n needs n opening brackets, so short texts are answered at once.
  if (text.length <= limit) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34) {
      index = endOfString(text, index);
    } else if (code === 91 || code === 123) {
      if (++depth > limit) return true;
    } else if (code === 93 || code === 125) {
      depth--;
    }
  }
  return false;
}

/** Index of the quote that closes the string opened at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end - 1;
    while (text.charCodeAt(before) === 92) before--;
    // An even number of backslashes escape each other; an odd one escapes the quote.
    if ((end - before) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
