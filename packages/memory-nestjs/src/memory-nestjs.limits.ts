import type { Limit } from '@lexiflow/memory';

/** Bounds of the Nest integration. */
export const memoryNestLimits = {
  warnAboveBytes: {
    value: 50 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Default: one call that holds more is reported by name.',
  },
  abandonedMs: {
    value: 60_000,
    unit: 'ms',
    reason:
      'A handler that goes on after its client has left keeps its account this long; one that never ends would keep it for ever.',
  },
  keyCharacters: {
    value: 256,
    unit: 'entries',
    reason:
      'A longer key made of arguments is held as its SHA-256, so keys cost a bounded number of bytes.',
  },
  heavyRoutes: {
    value: 20,
    unit: 'entries',
    reason: 'The routes that hold the most; a page lists no more.',
  },
  limitBytes: {
    value: 100 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Default for `bodies`: one body of any kind, all parts of a form together.',
  },
  thresholdBytes: {
    value: 10 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Default for `bodies`: a larger one is never held in memory as a whole.',
  },
  lingerBytes: {
    value: 4 * 1024 * 1024,
    unit: 'bytes',
    reason:
      'Of a refused body this much is read and dropped, so that the client gets to read the answer.',
  },
  lingerMs: {
    value: 2000,
    unit: 'ms',
    reason: 'And no longer than this; then the connection is cut.',
  },
} as const satisfies Record<string, Limit>;
