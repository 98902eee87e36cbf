import { expect, test } from 'vitest';
import type { FindingDraft } from './finding-book.ts';
import { foldFindings } from './fold-findings.ts';

function draft(
  kind: FindingDraft['kind'],
  holder: string,
  status: FindingDraft['status'] = 'convicted',
  ownBytesPerHour: number | null = null,
): FindingDraft {
  return {
    fingerprint: `${kind} ${holder}`,
    status,
    kind,
    holder,
    sentence: holder,
    suggestion: '',
    evidence: [],
    allocation: null,
    watchKind: null,
    fromSize: 0,
    size: 1,
    entriesPerSecond: 1,
    bytesPerHour: 1,
    ownBytesPerHour,
    timeToLimitMs: null,
  };
}

const words = (drafts: readonly FindingDraft[]): string[] =>
  drafts.map(({ holder, status }) => `${status} ${holder}`);

test.each<[what: string, drafts: FindingDraft[], left: string[]]>([
  [
    'survivors beside the collection that holds them',
    [draft('watched', 'request'), draft('map', 'A.#x')],
    ['convicted A.#x'],
  ],
  [
    'survivors beside a collection that is only suspected',
    [draft('watched', 'request'), draft('map', 'A.#x', 'suspect')],
    ['convicted request', 'suspect A.#x'],
  ],
  [
    'growth without a holder beside survivors',
    [draft('floor', 'make (a.ts)'), draft('watched', 'request')],
    ['convicted request'],
  ],
  [
    'a collection inside of a convicted one',
    [draft('map', 'A.#rooms'), draft('set', 'A.#rooms[].members'), draft('set', 'A.#roomsOld')],
    ['convicted A.#rooms', 'convicted A.#roomsOld'],
  ],
  [
    'a by-product that accounts for next to nothing',
    [draft('map', 'A.#x', 'convicted', 5e8), draft('map', 'A.#names', 'convicted', 1e6)],
    ['convicted A.#x', 'suspect A.#names'],
  ],
  [
    'a companion whose entries cannot be weighed',
    [draft('map', 'A.#x', 'convicted', 5e8), draft('listeners', 'A.bus listeners')],
    ['convicted A.#x', 'convicted A.bus listeners'],
  ],
])('%s', (_, drafts, left) => {
  expect(words(foldFindings(drafts))).toEqual(left);
});
