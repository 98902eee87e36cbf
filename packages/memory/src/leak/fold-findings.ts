import type { FindingDraft } from './finding-book.ts';
import type { FindingKind } from './finding.ts';

/** How directly a kind names the holder: a collection is the place, a timer's count is a symptom. */
const directness: Readonly<Record<FindingKind, number>> = {
  map: 3,
  set: 3,
  array: 3,
  object: 3,
  bytes: 3,
  listeners: 3,
  chain: 3,
  account: 2,
  resources: 1,
  watched: 1,
  floor: 0,
};

/** A collection that accounts for less than this share of what the largest does is a by-product. */
const leastShare = 0.05;

/**
 * Leaves out what another finding explains: survivors, resources and unheld growth where a collection
 * is convicted, a collection inside of a convicted one, a mere suspicion without a holder. A collection whose entries account for next to
 * nothing beside another one is only suspected. Pure.
 */
export function foldFindings(drafts: readonly FindingDraft[]): FindingDraft[] {
  const convicted = drafts.filter(({ status }) => status === 'convicted');
  const most = Math.max(0, ...convicted.map(({ kind }) => directness[kind]));
  const outer = convicted.map(({ holder }) => holder);
  const largest = Math.max(0, ...convicted.map((draft) => draft.ownBytesPerHour ?? 0));
  return drafts
    .filter(({ kind, holder, status }) => {
      if (kind === 'floor' && status === 'suspect' && drafts.length > 1) return false;
      if (outer.some((each) => isInside(holder, each))) return false;
      return directness[kind] >= 2 || directness[kind] >= most;
    })
    .map((draft) => {
      const own = draft.ownBytesPerHour ?? largest;
      return own < leastShare * largest ? { ...draft, status: 'suspect' } : draft;
    });
}

/** `A.#rooms[].members` is inside of `A.#rooms`. */
function isInside(path: string, outer: string): boolean {
  return (
    path.length > outer.length && path.startsWith(outer) && /^[^\w$]/.test(path.slice(outer.length))
  );
}
