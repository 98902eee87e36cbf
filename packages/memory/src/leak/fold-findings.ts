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
  account: 2,
  resources: 1,
  watched: 1,
  floor: 0,
};

/**
 * Leaves out what another finding explains: survivors, resources and unheld growth where a collection
 * is convicted, unheld growth where anything is. Pure.
 */
export function foldFindings(drafts: readonly FindingDraft[]): FindingDraft[] {
  const convicted = drafts.filter(({ status }) => status === 'convicted');
  const most = Math.max(0, ...convicted.map(({ kind }) => directness[kind]));
  return drafts.filter(({ kind }) => {
    const own = directness[kind];
    return own >= 2 || own >= most;
  });
}
