import type { Limit } from '../limit.ts';

/** Every bound the diagnostics room owns. */
export const diagnosticsLimits = {
  collectGapMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'A collection on demand stops the process for about 1.3 ms per live MB.',
  },
  snapshotHeapFactor: {
    value: 12,
    unit: 'factor',
    reason:
      'V8 builds the snapshot beside the heap: 11 to 12 times the used heap, streamed or not.',
  },
  snapshotMsPerMb: {
    value: 92,
    unit: 'ms',
    reason: 'The process stands still: 4.7 s at 100 MB, 40 s at 500 MB, 92 s at 1 GB used.',
  },
  snapshotPauseMs: {
    value: 15_000,
    unit: 'ms',
    reason: 'Below the half minute after which the usual liveness probe restarts the process.',
  },
  snapshotAbandonMs: {
    value: 600_000,
    unit: 'ms',
    reason: 'A stream that nobody reads to its end gives its memory back after this.',
  },
} as const satisfies Record<string, Limit>;
