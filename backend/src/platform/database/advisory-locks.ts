/**
 * Numbers of the advisory locks, kept in one place so that no two features use the same one. A
 * transaction takes its advisory lock before it locks any row, which is why two transactions never
 * wait for each other in a circle.
 */
export const advisoryLocks = {
  /** Held while parties are found or made by name: by each docket of an import, and by one form. */
  partiesByName: 0x6c66_0001,
  /** Held while it is decided whether an administrator begins or ceases to be one. */
  administrators: 0x6c66_0002,
  /** Held by the one sealer of the audit chain, over all instances. */
  auditSeal: 0x6c66_0003,
  /** Held by the one sequencer of the domain events, over all instances. */
  eventPositions: 0x6c66_0004,
} as const;
