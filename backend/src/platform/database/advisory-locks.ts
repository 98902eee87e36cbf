/**
 * Numbers of the advisory locks, kept in one place so that no two features use the same one.
 * Within a transaction they are taken in this order, which is why two transactions never wait for
 * each other in a circle.
 */
export const advisoryLocks = {
  /** First key of the two-key lock of one docket; the second is a hash of court and number. */
  docket: 0x6c66_0001,
  /** Taken while parties are made by name. */
  parties: 0x6c66_0002,
} as const;
