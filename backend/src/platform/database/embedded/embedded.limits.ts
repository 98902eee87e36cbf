import type { SessionLimits } from './session-scheduler.ts';

/** Bounds of the embedded database. */
export const embeddedLimits = {
  session: {
    /** 16 MiB sent and not yet run: a batch insert of 10,000 rows is about 5 MB. */
    inboxBytes: 16 * 1024 * 1024,
    /** 64 MiB: twice what the pool accepts, so that the pool's own refusal comes first. */
    answerBytes: 64 * 1024 * 1024,
    /** 30 s without a statement inside a transaction: only a forgotten one meets it. */
    holdMs: 30_000,
  } satisfies SessionLimits,
  /** 512 MiB of engine memory, data in flight included; beyond it a statement gets "out of memory". */
  memoryBytes: 512 * 1024 * 1024,
  /** ms between two rounds of vacuum and analyze; autovacuum on a server takes a minute too. */
  housekeepingMs: 60_000,
  /** ms one statement may run before the engine is restarted: it cannot be interrupted. */
  statementMs: 60_000,
  /** ms before a second attempt to start the engine again; doubled up to the largest. */
  restartMinMs: 500,
  /** ms between two attempts at most: a disk that has room again is found soon enough. */
  restartMaxMs: 10_000,
  /** ms between two looks at the running statement. */
  watchMs: 1_000,
  /** ms between two measurements of what the engine holds; each reads the list of mappings. */
  weighMs: 5_000,
  /** ms between two signs of life on the folder's lock. */
  lockBeatMs: 5_000,
  /** ms after which a lock from another host counts as left behind: three beats. */
  lockSilenceMs: 15_000,
} as const;
