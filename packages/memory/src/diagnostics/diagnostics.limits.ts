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
  snapshotFiles: {
    value: 5,
    unit: 'entries',
    reason: 'Snapshots in one folder: enough to compare one climb of memory; each holds much.',
  },
  snapshotPieceBytes: {
    value: 65_536,
    unit: 'bytes',
    reason: 'Redacted at once: well under a millisecond of the process.',
  },
  snapshotHeadBytes: {
    value: 65_536,
    unit: 'bytes',
    reason: 'First section of a snapshot, held whole; V8 writes less than 2 KiB.',
  },
  snapshotNameBytes: {
    value: 8192,
    unit: 'bytes',
    reason: 'V8 cuts names at 1,024 characters, of six bytes each when escaped.',
  },
  snapshotStrings: {
    value: 16_777_216,
    unit: 'entries',
    reason: 'Two bits each while a snapshot is redacted: 4 MiB at most.',
  },
  snapshotRedactBytes: {
    value: 8 * 1024 * 1024,
    unit: 'bytes',
    reason:
      'Charged for a redaction: its bits with room to grow, one piece and what leaves for it.',
  },
} as const satisfies Record<string, Limit>;
