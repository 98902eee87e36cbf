import type { AccountGroup } from '../governor/ledger-snapshot.ts';
import type { AccountHeads } from './account-heads.ts';
import { accountName } from './account-heads.ts';
import type { Census } from './census.ts';
import type { CollectionGroup } from './collection-group.ts';
import type { HolderEvidence } from './evidence.ts';
import type { FindingKind } from './finding.ts';
import type { GrowthBook } from './growth-book.ts';
import type { GrowthRules } from './judge-growth.ts';
import type { Survivors } from './object-watch.ts';

/** Entries of a collection. */
export const entryRules: GrowthRules = { leastPoints: 8, leastGrowth: 16, leastConcordance: 0.9 };
/** Bytes of a buffer. */
export const byteRules: GrowthRules = {
  leastPoints: 8,
  leastGrowth: 64 * 1024,
  leastConcordance: 0.9,
};
/** Counts of things that come and go: survivors, resources, open accounts. */
export const countRules: GrowthRules = { leastPoints: 8, leastGrowth: 8, leastConcordance: 0.8 };

/** Places judged in one round, those that grew most: each costs some hundred microseconds. */
const judgedPerRound = 32;

/** Figures of one count of everything that may hold too much. */
export interface Counted {
  readonly census: Census;
  readonly survivors: readonly Survivors[];
  readonly resources: ReadonlyMap<string, number>;
  readonly accounts: readonly AccountGroup[];
  readonly accountHeads: AccountHeads;
  readonly isLoadKnown: boolean;
  /** Milliseconds since the epoch on the machine's clock, which the program's own times refer to. */
  readonly wallMs: number;
  /** Time that entries may stay beyond the end they announced. */
  readonly graceMs: number;
}

const keyOf = (kind: FindingKind, holder: string): string => `${kind} ${holder}`;

/** Writes one count into the histories. */
export function noteCounted(book: GrowthBook, counted: Counted, atMs: number, work: number): void {
  for (const group of counted.census.groups) {
    book.note(keyOf(group.kind, group.place), atMs, work, group.grown);
  }
  for (const { kind, count } of counted.survivors) {
    book.note(keyOf('watched', kind), atMs, work, count);
  }
  for (const [name, count] of counted.resources) {
    book.note(keyOf('resources', name), atMs, work, count);
  }
  counted.accountHeads.note(counted.accounts, atMs);
  for (const group of counted.accounts) {
    book.note(keyOf('account', accountName(group)), atMs, work, group.accounts);
    book.note(`reserved ${accountName(group)}`, atMs, work, group.reservedBytes);
  }
}

/** What one round has looked at. */
export interface Judged {
  readonly holders: readonly HolderEvidence[];
  /** Whether some places had to wait for another round. */
  readonly isCut: boolean;
}

/** Everything that has a history, judged by its own rules. At most `judgedPerRound` collections. */
export function judgeHolders(book: GrowthBook, counted: Counted, nowMs: number): Judged {
  const grown = [...counted.census.groups].filter((it) => it.grown >= leastOf(it.kind));
  const groups = grown.sort((a, b) => b.grown - a.grown).slice(0, judgedPerRound);
  const holders = [
    ...groups.flatMap((group) => collectionEvidence(book, group, counted, nowMs)),
    ...counted.survivors.flatMap(({ kind, count, oldestMs }) =>
      countEvidence(book, counted, 'watched', kind, count, oldestMs),
    ),
    ...[...counted.resources].flatMap(([name, count]) =>
      countEvidence(book, counted, 'resources', name, count, null),
    ),
    ...counted.accounts.flatMap((group) => {
      const oldestMs = nowMs - counted.accountHeads.sinceMs(group);
      const name = accountName(group);
      const evidence = countEvidence(book, counted, 'account', name, group.accounts, oldestMs);
      const reserved = book.judge(`reserved ${name}`, byteRules) ?? null;
      return evidence.map((each) => ({
        ...each,
        reserved,
        leastBytesPerEntry: group.reservedBytes / Math.max(1, group.accounts),
      }));
    }),
  ];
  return { holders, isCut: grown.length > groups.length };
}

/** Share of its bound that a collection must have gained to count as one that fills up. */
const fillingShare = 0.1;

/**
 * Whether a collection has gained a good part of its declared bound since `sinceMs` and is within it: memory
 * grows until it is full, by weights that cannot always be seen.
 */
export function isFillingUp(book: GrowthBook, { census }: Counted, sinceMs: number): boolean {
  return [...census.groups].some(({ kind, place, declaredBound, largest, size, grown }) => {
    if (declaredBound === null || size > declaredBound || grown < leastOf(kind)) return false;
    // Of the one that fills, not of all that stand beside it: they may be empty.
    const ownBound = largest?.declaredBound ?? declaredBound;
    return book.gainSince(keyOf(kind, place), sinceMs) >= fillingShare * ownBound;
  });
}

function leastOf(kind: FindingKind): number {
  return kind === 'bytes' ? byteRules.leastGrowth : entryRules.leastGrowth;
}

function collectionEvidence(
  book: GrowthBook,
  group: CollectionGroup,
  counted: Counted,
  nowMs: number,
): HolderEvidence[] {
  const { kind, place, holder, declaredBound, firstSize: fromSize, size, headSinceMs } = group;
  const growth = book.judge(keyOf(kind, place), {
    ...(kind === 'bytes' ? byteRules : entryRules),
    isLoadKnown: counted.isLoadKnown,
  });
  if (!growth) return [];
  const headAgeMs = kind === 'bytes' ? null : nowMs - headSinceMs;
  const isGrowing = growth.shape === 'grows';
  const leastBytesPerEntry = isGrowing ? group.leastBytesPerEntry() : null;
  const announcesEnd = isGrowing && group.announcesEnd(counted.wallMs, nowMs, counted.graceMs);
  const facts = { kind, holder, growth, declaredBound, fromSize, size, headAgeMs };
  return [{ ...facts, leastBytesPerEntry, announcesEnd, reserved: null }];
}

/** `headAgeMs` is null for things without an order: nobody knows whether they are the same ones. */
function countEvidence(
  book: GrowthBook,
  { isLoadKnown }: Counted,
  kind: FindingKind,
  holder: string,
  size: number,
  headAgeMs: number | null,
): HolderEvidence[] {
  const growth = book.judge(keyOf(kind, holder), { ...countRules, isLoadKnown });
  if (!growth) return [];
  const facts = { kind, holder, growth, headAgeMs, fromSize: growth.from, size };
  return [
    {
      ...facts,
      declaredBound: null,
      leastBytesPerEntry: null,
      announcesEnd: false,
      reserved: null,
    },
  ];
}
