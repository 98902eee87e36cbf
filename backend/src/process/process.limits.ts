/** Bounds of the process as a whole. */
export const processLimits = {
  /**
   * Shortest life of a process that ends itself for memory: 10 minutes. What presses again at once is no
   * leak but too small a budget, and restarts would only add to it.
   */
  drainExitAfterMs: 10 * 60_000,
  /**
   * Longest time by which such an end is put off, drawn anew each time: instances that are pressed by the same
   * load would end together, and one drains and starts in about ten seconds.
   */
  drainExitSpreadMs: 20_000,
} as const;
