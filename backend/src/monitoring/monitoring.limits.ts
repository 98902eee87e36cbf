/** Every bound of the monitoring routes. */
export const monitoringLimits = {
  /** Collections on demand; each stops the process. */
  collectionsPerMinute: 6,
  /** Heap snapshots; each stops the process for seconds and needs many times the heap. */
  snapshotsPerHour: 5,
  /** Leak findings kept in the database, over all runs and instances. */
  storedFindings: 200,
  /** Leak checks on demand: a search keeps the process for milliseconds a service. */
  leakChecksPerMinute: 6,
  /** Routes listed as memory-heavy. */
  heavyRoutes: 20,
} as const;
