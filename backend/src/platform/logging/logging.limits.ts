/** Every bound of the log. */
export const loggingLimits = {
  /** Bytes that are collected before one write. */
  batchBytes: 64 * 1024,
  /** Longest time a line waits in the batch. */
  flushMs: 1000,
  /** Most that waits for an output nobody reads; lines beyond it are dropped and counted. */
  waitingBytes: 4 * 1024 * 1024,
  /** Time between two tries when the output takes nothing for now. */
  retryMs: 50,
} as const;
