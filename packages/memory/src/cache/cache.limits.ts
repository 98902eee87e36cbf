import type { Limit } from '../limit.ts';

/** Bounds of the cache room. Every cache also has its own `maxEntries` and `maxBytes`. */
export const cacheLimits = {
  tagsPerEntry: {
    value: 16,
    unit: 'entries',
    reason: 'Bookkeeping per entry stays bounded; a set with more tags throws.',
  },
  keyBytes: {
    value: 8 * 1024,
    unit: 'bytes',
    reason: 'Hashing and holding a key stays cheap; a longer key throws.',
  },
  loads: {
    value: 10_000,
    unit: 'entries',
    reason: 'Default bound of loads in flight per cache; a further one is rejected.',
  },
  ghostEntries: {
    value: 262_144,
    unit: 'entries',
    reason: 'The ghost queue of one cache takes at most 2 MiB of fixed tables.',
  },
  ghostShare: {
    value: 1 / 64,
    unit: 'ratio',
    reason: 'What the policy remembers is charged to its cache and must not crowd out entries.',
  },
  wheelSlots: {
    value: 256,
    unit: 'entries',
    reason:
      'A default time to live spans half of the slots, so it is reclaimed 1/128 late at most.',
  },
  expireStepsPerSet: {
    value: 4,
    unit: 'entries',
    reason: 'Expired entries go faster than entries come, at constant cost per set.',
  },
  weighedNodes: {
    value: 64,
    unit: 'samples',
    reason:
      'Of a larger value that is only weighed this many objects are looked at: a bounded cost.',
  },
  walkedNodes: {
    value: 100_000,
    unit: 'entries',
    reason: 'A value that refers to services would otherwise be walked through the whole process.',
  },
  shrinkSliceMs: {
    value: 40,
    unit: 'ms',
    reason: 'One shrink stops the loop no longer than this; the governor asks again for the rest.',
  },
} as const satisfies Record<string, Limit>;
