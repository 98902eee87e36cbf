/** Bounds of the search; entries of the cache come from the configuration. */
export const SEARCH_LIMITS = {
  candidatesPerType: {
    value: 2000,
    unit: 'rows',
    reason: 'a common word matches most of a large docket; ranking all of it would take seconds',
  },
  cacheTtlMs: {
    value: 15 * 60 * 1000,
    unit: 'ms',
    reason: 'answers are dropped on every change anyway; the age bounds what a missed change costs',
  },
  cacheBytes: {
    value: 16 * 1024 * 1024,
    unit: 'bytes',
    reason: 'a page of hits is 5 to 60 KB; the entry limit alone would allow hundreds of megabytes',
  },
  facetValues: {
    value: 20,
    unit: 'values',
    reason: 'more do not fit a side column',
  },
  queryWords: {
    value: 16,
    unit: 'words',
    reason: 'each word costs an index scan',
  },
  correctedWords: {
    value: 5,
    unit: 'words',
    reason: 'each unknown word costs a similarity scan of the dictionary',
  },
} as const;
