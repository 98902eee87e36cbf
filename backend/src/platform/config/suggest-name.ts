const MAX_DISTANCE = 2;
const MIN_LENGTH = 8;

/**
 * The known name that an unknown variable was probably meant to be, or null.
 * Considers names up to two single-character edits away and names with a `LEXIFLOW_` in front.
 */
export function suggestName(unknown: string, known: readonly string[]): string | null {
  if (unknown.startsWith('LEXIFLOW_') && known.includes(unknown.slice(9))) return unknown.slice(9);
  if (unknown.length < MIN_LENGTH) return null;
  let best: string | null = null;
  let bestDistance = MAX_DISTANCE + 1;
  for (const name of known) {
    if (name.length < MIN_LENGTH) continue;
    const distance = editDistance(unknown, name, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/** Levenshtein distance, or `limit` as soon as it cannot be below it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const insertion = (current[column - 1] ?? 0) + 1;
      const deletion = (previous[column] ?? 0) + 1;
      current.push(Math.min(substitution, insertion, deletion));
    }
    if (Math.min(...current) >= limit) return limit;
    previous = current;
  }
  return previous[b.length] ?? limit;
}
