import type { Limit } from '../limit.ts';

/** Every bound of the leak detective; times are those of a process that is not compressed. */
export const leakLimits = {
  collections: {
    value: 4096,
    unit: 'entries',
    reason: 'Collections the census counts: 1,800 took one millisecond; the smallest give way.',
  },
  series: {
    value: 512,
    unit: 'entries',
    reason: 'Growing places with a history of their own, 6 KB each; the smallest give way.',
  },
  seriesPoints: {
    value: 64,
    unit: 'samples',
    reason: 'Half an hour of recent counts, and as many block minima over the whole run.',
  },
  countedKeys: {
    value: 100_000,
    unit: 'entries',
    reason: 'An object has to be listed to be counted; above this it is counted no further.',
  },
  historyBytes: {
    value: 8 * 1024 * 1024,
    unit: 'bytes',
    reason:
      'What the detective itself may hold, charged to the pool diagnostics; above, histories begin anew.',
  },
  watchedPerKind: {
    value: 512,
    unit: 'entries',
    reason: 'Weak references per kind of object; when full every second one is dropped.',
  },
  watchedObjects: {
    value: 8192,
    unit: 'entries',
    reason: 'Weak references of all kinds together, 120 bytes each; each costs every collection.',
  },
  watchedKinds: {
    value: 96,
    unit: 'entries',
    reason:
      'Kinds of watched objects: routes by their pattern, jobs by their name; the first that come.',
  },
  accountGroups: {
    value: 64,
    unit: 'entries',
    reason: 'Groups of accounts followed, those that reserve most, as in the snapshot.',
  },
  sites: {
    value: 64,
    unit: 'entries',
    reason: 'Allocation sites followed, those with the most live bytes.',
  },
  findings: {
    value: 50,
    unit: 'entries',
    reason: 'More than a person reads; suspects and those gone give way first.',
  },
  knownFindings: {
    value: 1000,
    unit: 'entries',
    reason:
      'Findings of earlier runs that are known again, the first that the store answers: 100 bytes each.',
  },
  findingStoreGap: {
    value: 300_000,
    unit: 'ms',
    reason:
      'The figures of a conviction are stored again when those stored are this old, and at stop.',
  },
  evidence: {
    value: 8,
    unit: 'entries',
    reason: 'Pieces of evidence kept with one finding: there are not more kinds of them.',
  },
  pathCharacters: {
    value: 300,
    unit: 'entries',
    reason: 'Characters of a path or a kind that are kept.',
  },
  censusShare: {
    value: 0.01,
    unit: 'ratio',
    reason: 'A census that takes more of the time than this is made less often.',
  },
} as const satisfies Record<string, Limit>;
