/** Bounds of the S3 client. */
export const storageLimits = {
  /** One part of a large upload; S3 takes 10,000 parts of at least 5 MB, which is 80 GB here. */
  partBytes: 8 * 1024 * 1024,
  /** Parts of one upload on their way at the same time: what it holds is this times a part. */
  partEntries: 2,
  /** Names asked for at once. */
  pageEntries: 1_000,
  /** Tries of one call before it fails. */
  tryEntries: 2,
  /** Silence after which a call is given up. */
  requestMs: 30_000,
} as const;
