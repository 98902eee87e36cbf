/** Every bound of the database layer, with unit and reason. Enforced in `pool/` and `embedded/`. */
export const databaseLimits = {
  /**
   * Callers that may wait for a connection. Each belongs to work that was let in and holds an account
   * already, and waits no longer than `acquireTimeoutMs`; this bounds what slips past admission.
   */
  poolWaiters: 1024,
  /** ms a caller waits for a connection before it is refused. */
  acquireTimeoutMs: 5_000,
  /** ms until a new connection must stand. */
  connectTimeoutMs: 5_000,
  /** ms one statement may run; the longest read of the console takes well under a second. */
  statementTimeoutMs: 15_000,
  /** ms beyond the statement timeout after which a silent connection is given up. */
  readGraceMs: 5_000,
  /** ms a transaction may stand idle: only forgotten ones do. */
  idleTransactionMs: 30_000,
  /** ms after which a connection in use names its query in `stats()`. */
  heldTooLongMs: 10_000,
  /** Bytes of one result that is not streamed, as estimated in memory. */
  resultBytes: 32 * 1024 * 1024,
  /** Rows of one result that is not streamed. */
  resultRows: 50_000,
  /** Rows of one piece of a stream. */
  streamRows: 200,
  /** Connections to the embedded database: it runs one statement at a time, so few are enough. */
  embeddedConnections: 8,
  /** Statements kept prepared on each connection. */
  prepared: {
    /** Names; each costs the server up to some 100 KB a connection. */
    names: 48,
    /** Runs of one text before it gets a name. */
    uses: 8,
    /** Texts counted meanwhile. */
    seen: 256,
    /** Characters of a text that may get a name. */
    textChars: 8_192,
  },
  /** Seconds a refused caller is told to wait. */
  retryAfterSeconds: 1,
  /** Bytes a result grows by between two questions to its account. */
  accountStepBytes: 64 * 1024,
} as const;
