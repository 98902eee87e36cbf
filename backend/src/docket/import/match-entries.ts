import type { EntryFacts } from './entry-facts.ts';

/** A known entry: its facts, and whether it was made here instead of read from a docket. */
export interface KnownFacts extends EntryFacts {
  readonly isOwn: boolean;
}

/** Answers a text that equal entries share, or null when the rule does not apply to the entry. */
type KeyOf = (facts: EntryFacts) => string | null;

const unnumberedOnly =
  (key: KeyOf): KeyOf =>
  (facts) =>
    facts.number === null ? key(facts) : null;

/** From the surest to the weakest; within one rule equal keys match in the order of the docket. */
const rules: readonly KeyOf[] = [
  ({ docId, number }) => docId && `${docId} ${number}`,
  ({ docId }) => docId,
  ({ seqNo, number }) => seqNo && `${seqNo} ${number}`,
  ({ number, filedOn, text }) => number && `${number} ${filedOn} ${text}`,
  ({ number, filedOn }) => number && `${number} ${filedOn}`,
  ({ number }) => number,
  ({ filedOn, enteredOn, text }) => text && `${filedOn} ${enteredOn} ${text}`,
  ({ filedOn, text }) => text && `${filedOn} ${text}`,
  unnumberedOnly(({ filedOn, start }) => start && `${filedOn} ${start}`),
  unnumberedOnly(({ filedOn, enteredOn, text }) => (text ? null : `${filedOn} ${enteredOn}`)),
];

/** Candidates of one key that are looked at for one entry; it keeps the matching linear. */
const LOOKAHEAD = 32;

/** Known entries with one key, taken from the front. */
interface Waiting {
  readonly indexes: number[];
  from: number;
}

/**
 * Finds out which entries of a reading are already known: for each one read the index of the known
 * entry, or -1. PACER's document id comes first, then its sequence number, the document number, the
 * text; so an amended text is the same entry. Entries whose ids or numbers contradict each other
 * are never the same. Last, an unnumbered entry that stands alone between two known neighbours in
 * the place of another one of the same date is that one, amended. Linear in both lists.
 */
export function matchEntries(
  known: readonly KnownFacts[],
  read: readonly EntryFacts[],
): readonly number[] {
  const match = new Array<number>(read.length).fill(-1);
  const isTaken = new Array<boolean>(known.length).fill(false);
  for (const keyOf of rules) {
    const waiting = waitingBy(keyOf, known, isTaken);
    if (waiting.size === 0) continue;
    read.forEach((facts, at) => {
      const key = match[at] === -1 ? keyOf(facts) : null;
      const index = key ? takeFrom(waiting.get(key), known, facts) : -1;
      if (index === -1) return;
      match[at] = index;
      isTaken[index] = true;
    });
  }
  matchAlone(known, read, match, isTaken);
  return match;
}

function waitingBy(
  keyOf: KeyOf,
  known: readonly KnownFacts[],
  isTaken: readonly boolean[],
): Map<string, Waiting> {
  const waiting = new Map<string, Waiting>();
  known.forEach((facts, index) => {
    const key = isTaken[index] ? null : keyOf(facts);
    if (!key) return;
    const same = waiting.get(key);
    if (same) same.indexes.push(index);
    else waiting.set(key, { indexes: [index], from: 0 });
  });
  return waiting;
}

/** Takes the first of the waiting entries that does not contradict what was read, or answers -1. */
function takeFrom(
  waiting: Waiting | undefined,
  known: readonly KnownFacts[],
  read: EntryFacts,
): number {
  if (!waiting) return -1;
  const { indexes, from } = waiting;
  const end = Math.min(indexes.length, from + LOOKAHEAD);
  for (let at = from; at < end; at++) {
    const index = indexes[at] as number;
    if (contradict(known[index] as KnownFacts, read)) continue;
    indexes.copyWithin(from + 1, from, at);
    waiting.from++;
    return index;
  }
  return -1;
}

/** Two different ids or numbers of the same kind are two entries. */
function contradict(known: EntryFacts, read: EntryFacts): boolean {
  if (known.docId !== null && known.docId === read.docId) return false;
  const differ = (a: string | null, b: string | null): boolean =>
    a !== null && b !== null && a !== b;
  return (
    differ(known.docId, read.docId) ||
    differ(known.seqNo, read.seqNo) ||
    differ(known.number, read.number)
  );
}

function matchAlone(
  known: readonly KnownFacts[],
  read: readonly EntryFacts[],
  match: number[],
  isTaken: boolean[],
): void {
  for (let at = 0; at < read.length; at++) {
    const entry = read[at];
    if (match[at] !== -1 || !entry || entry.number !== null) continue;
    const isFirst = at === 0;
    const isLast = at === read.length - 1;
    const before = isFirst ? -1 : (match[at - 1] ?? -1);
    const after = isLast ? known.length : (match[at + 1] ?? -1);
    if ((isFirst && isLast) || (!isFirst && before === -1) || after !== before + 2) continue;
    const other = known[before + 1];
    if (!other || isTaken[before + 1] || other.isOwn || other.number !== null) continue;
    if (other.filedOn !== entry.filedOn || contradict(other, entry)) continue;
    match[at] = before + 1;
    isTaken[before + 1] = true;
  }
}
