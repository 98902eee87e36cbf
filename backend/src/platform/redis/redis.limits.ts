/** Every bound of the connection to Redis. */
export const redisLimits = {
  commandMs: {
    value: 250,
    unit: 'ms',
    reason:
      'a Redis slower than the database helps nobody; the connection is given up and made anew',
  },
  connectMs: {
    value: 2_000,
    unit: 'ms',
    reason: 'time a connection may take to stand',
  },
  firstRetryMs: {
    value: 50,
    unit: 'ms',
    reason: 'wait before the first new connection; doubles with each that fails',
  },
  lastRetryMs: {
    value: 1_000,
    unit: 'ms',
    reason: 'longest wait between two attempts: a Redis that came back is in use a second later',
  },
} as const;
