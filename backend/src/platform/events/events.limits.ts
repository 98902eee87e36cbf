/** Bounds of the change feed. */
export const EVENTS_LIMITS = {
  reconnectMs: {
    value: 1000,
    unit: 'ms',
    reason: 'wait before listening again; a lost connection is retried at a steady, low rate',
  },
  pollMs: {
    value: 15_000,
    unit: 'ms',
    reason: 'a connection that died without a word is found at the latest after this time',
  },
} as const;
