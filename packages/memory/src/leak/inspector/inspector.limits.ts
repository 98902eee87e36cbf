import type { Limit } from '../../limit.ts';

/** Bounds of one search for collections and of the allocation sampler. */
export const inspectorLimits = {
  roots: {
    value: 4096,
    unit: 'entries',
    reason: 'Roots of one search; an application has some hundred providers.',
  },
  objects: {
    value: 20_000,
    unit: 'entries',
    reason: 'Objects entered in one search; nearer ones come first.',
  },
  functions: {
    value: 3000,
    unit: 'entries',
    reason: 'Functions whose variables are read in one search, about 60 µs each.',
  },
  collections: {
    value: 4096,
    unit: 'entries',
    reason: 'Collections handed out by one search; where there are more, the largest are taken.',
  },
  properties: {
    value: 256,
    unit: 'entries',
    reason: 'Fields of one object and variables of one scope that are followed.',
  },
  sampledEntries: {
    value: 8,
    unit: 'entries',
    reason: 'Entries of one collection that are entered in search of collections inside.',
  },
  depth: {
    value: 6,
    unit: 'entries',
    reason: 'Steps from a root to a collection; what is deeper belongs to somebody else.',
  },
  dictionaryKeys: {
    value: 32,
    unit: 'entries',
    reason: 'An object with as many fields is used as a table, and is counted.',
  },
  chainNodes: {
    value: 50_000,
    unit: 'entries',
    reason: 'Nodes of a linked list that one search follows, 50 ns each.',
  },
  listedKeys: {
    value: 50_000,
    unit: 'entries',
    reason: 'Listing an object takes 0.3 µs a field: one that had more is not listed again.',
  },
  bytes: {
    value: 64 * 1024,
    unit: 'bytes',
    reason: 'Buffers below this are not worth an entry of their own.',
  },
  readableText: {
    value: 256 * 1024,
    unit: 'bytes',
    reason: 'The inspector copies texts at 20 ms/MB: functions and fields with more are left out.',
  },
  slice: {
    value: 3,
    unit: 'ms',
    reason: 'One slice of a search stops the loop about this long.',
  },
  work: {
    value: 500,
    unit: 'ms',
    reason: 'Work of one search over all slices.',
  },
  sites: {
    value: 256,
    unit: 'entries',
    reason: 'Allocation sites in one answer; a person reads the first ten.',
  },
  stackFrames: {
    value: 12,
    unit: 'entries',
    reason:
      'Functions of a stack that are told, the one that allocated first; its callers say enough.',
  },
  sampledFrames: {
    value: 64,
    unit: 'entries',
    reason:
      'Functions of a stack that V8 keeps: enough to reach the application below its libraries.',
  },
  samplingInterval: {
    value: 4096,
    unit: 'bytes',
    reason: 'Finer sampling takes more than a fifth of the time of a busy server.',
  },
  readingPause: {
    value: 100,
    unit: 'ms',
    reason: 'V8 collects everything before it answers; a reading predicted to take longer waits.',
  },
  readingShare: {
    value: 0.002,
    unit: 'ratio',
    reason: 'Readings stop the process for at most this part of the time: 50 ms every 25 s.',
  },
  readingShareAtMost: {
    value: 0.05,
    unit: 'ratio',
    reason: 'The same where a trial runs faster than the clock.',
  },
  canary: {
    value: 120_000,
    unit: 'ms',
    reason: 'A workload that takes longer says nothing more.',
  },
  canaryOutput: {
    value: 4096,
    unit: 'bytes',
    reason: 'The end of what a failing canary wrote: the error and where it came from.',
  },
  positions: {
    value: 1024,
    unit: 'entries',
    reason: 'Places found through source maps that are remembered, about 200 bytes each.',
  },
  sourceMap: {
    value: 8 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Reading a larger source map would be the largest allocation of the process.',
  },
} as const satisfies Record<string, Limit>;
