/** An entry in its place: known under an index, or read under an index, or both. */
export interface Placed {
  readonly known: number | null;
  readonly read: number | null;
}

/**
 * Lays a docket in order after a reading. What was read keeps the court's order. Known entries that
 * the reading does not hold (a part of a docket was read, or they were made here) stay behind the
 * known entry they followed; among new entries there they go by date, the known ones first.
 * Reading the same docket again changes nothing. Linear.
 */
export function layPositions(
  knownDates: readonly string[],
  readDates: readonly string[],
  match: readonly number[],
): Placed[] {
  const readOf = new Map<number, number>();
  match.forEach((known, read) => {
    if (known !== -1) readOf.set(known, read);
  });
  // Runs of known entries that were not read, by the known entry before them (-1: the start).
  const followers = new Map<number, number[]>();
  let anchor = -1;
  for (let index = 0; index < knownDates.length; index++) {
    if (readOf.has(index)) anchor = index;
    else (followers.get(anchor) ?? followers.set(anchor, []).get(anchor))?.push(index);
  }
  const placed: Placed[] = [];
  let waiting = followers.get(-1) ?? [];
  let from = 0;
  const placeUntil = (date: string | null): void => {
    while (from < waiting.length) {
      const known = waiting[from] as number;
      if (date !== null && (knownDates[known] ?? '') > date) return;
      placed.push({ known, read: null });
      from++;
    }
  };
  match.forEach((known, read) => {
    if (known === -1) {
      placeUntil(readDates[read] ?? '');
      placed.push({ known: null, read });
      return;
    }
    placeUntil(null);
    placed.push({ known, read });
    waiting = followers.get(known) ?? [];
    from = 0;
  });
  placeUntil(null);
  return placed;
}
