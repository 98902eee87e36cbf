import type { Limit } from '../limit.ts';

/** Bounds of the bounded structures; each also has the capacity its owner gives. */
export const boundedLimits = {
  counterTableBytes: {
    value: 64 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Largest counter table: 2 million expected keys; more is a wrong unit.',
  },
  counterTableKeys: {
    value: 16_384,
    unit: 'entries',
    reason: 'Default number of keys that a counter table is sized for: 1 MiB.',
  },
  takers: {
    value: 10_000,
    unit: 'entries',
    reason: 'Callers waiting at one queue; a further one is rejected instead of held.',
  },
} as const satisfies Record<string, Limit>;
