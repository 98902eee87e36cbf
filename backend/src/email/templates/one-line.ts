/**
 * A text as it may stand in a header: line breaks, other controls and marks that turn the direction
 * of writing become spaces, runs of spaces one, half surrogate pairs U+FFFD; at most `maxLength`
 * characters.
 */
export function oneLine(text: string, maxLength: number): string {
  const flat = text
    .replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return (flat.length <= maxLength ? flat : `${flat.slice(0, maxLength - 1)}…`).toWellFormed();
}
