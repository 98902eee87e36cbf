/** Every bound of the monitoring routes. */
export const monitoringLimits = {
  /** Collections on demand; each stops the process. */
  collectionsPerMinute: 6,
  /** Heap snapshots; each stops the process for seconds and needs many times the heap. */
  snapshotsPerHour: 5,
  /** Routes listed as memory-heavy. */
  heavyRoutes: 20,
} as const;
