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
} as const satisfies Record<string, Limit>;
