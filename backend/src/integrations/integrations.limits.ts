const KIB = 1024;
const MIB = 1024 * KIB;

/** Every bound of the integrations. */
export const integrationLimits = {
  /** Integrations of one installation: a firm has a few for each office. */
  integrationEntries: 500,
  /** Integrations kept in memory, least recently used out first. */
  cachedEntries: 50,
  /** What those may hold together. */
  cachedBytes: 2 * MIB,
  /** Settings of one integration as JSON. */
  settingsBytes: 16 * KIB,
  /** Credentials of one integration as JSON, before encryption. */
  credentialsBytes: 8 * KIB,
  /** Runs kept for each integration; the oldest go. */
  runEntries: 200,
  /** Characters of a failure that are kept with its run. */
  detailLength: 500,
  /** Time one connection test may take. */
  testMs: 30_000,
  /** Connection tests this process does at the same time. */
  testEntries: 4,
  /** Memory one connection test may hold. */
  testBytes: 4 * MIB,
  /** Time one sync may take; a mailbox goes on where it stopped. */
  syncMs: 10 * 60_000,
  /** Memory one sync may hold. */
  syncBytes: 16 * MIB,
  /** Syncs this process does at the same time. */
  syncEntries: 2,
  /** Due integrations that are put in the queue by one look. */
  dueRows: 100,
  /** Longest wait after repeated failures. */
  retryMinutes: 1_440,
  /** Rows encrypted with the current key by one transaction. */
  resealRows: 50,
} as const;
