const MIB = 1024 * 1024;

/** Bounds of batch work. Sizes and concurrency come from the configuration (`MIN_BATCH_SIZE`…). */
export const batchLimits = {
  /** Jobs that read their source at a time; each holds one batch. */
  jobEntries: 16,
  /** Longest wait for a place: below the silence after which an upload counts as abandoned. */
  placeWaitMs: 30_000,
  /** Bytes after which a batch is full, whatever its size; exceeded by at most one item. */
  batchBytes: 4 * MIB,
  /** Time one batch should take: steers its size, and a pause takes effect within it. */
  batchTargetMs: 1_000,
  /** Longest standstill under memory pressure; then the job ends. Below the silence of an upload. */
  pauseMs: 30_000,
  /** Time a job may go on when the server stops, below the time until it is cut off. */
  drainMs: 5_000,
  /** Seconds after which a job that was refused or ended early is to be sent again. */
  retrySeconds: 5,
  /** Share of the connection pool that batch work may use; people keep the rest. */
  connectionShare: 0.5,
  /** Batch work on the embedded database at a time: it runs one transaction at a time anyway. */
  embeddedConcurrencyEntries: 1,
} as const;
