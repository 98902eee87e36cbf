import type { Limit } from '../limit.ts';

/** Every bound the probe room owns. */
export const probeLimits = {
  intervalMs: {
    value: 100,
    unit: 'ms',
    reason: 'Once a second is too late: what is admitted between two samples kills the process.',
  },
  history: {
    value: 600,
    unit: 'samples',
    reason: 'One minute at ten samples a second for charts, in typed arrays of 5 KB each.',
  },
  gcPauses: {
    value: 512,
    unit: 'entries',
    reason: 'The last collections for charts, in 9 KB.',
  },
  slopeBlocks: {
    value: 8,
    unit: 'samples',
    reason:
      'Block minima over four seconds: enough to tell growth from the teeth of the collector.',
  },
  slopeBlockSamples: {
    value: 5,
    unit: 'samples',
    reason: 'Half a second per block, longer than the usual distance of two minor collections.',
  },
  slopeMinimumBytes: {
    value: 1024 * 1024,
    unit: 'bytes',
    reason: 'Less growth than this over the window is noise of the page allocator.',
  },
  statFileBytes: {
    value: 16 * 1024,
    unit: 'bytes',
    reason: 'memory.stat is 2 to 6 KB; one buffer of this size is reused for all files.',
  },
} as const satisfies Record<string, Limit>;
