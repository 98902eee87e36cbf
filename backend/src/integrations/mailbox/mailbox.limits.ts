/** Bounds of reading a mailbox. */
export const mailboxLimits = {
  /** Messages of one sync; the next one goes on after them. */
  messageEntries: 500,
  /** Messages whose structure is asked for at once. */
  chunkEntries: 25,
  /** Text of a message that is kept; the whole stays in the mailbox. */
  textBytes: 64 * 1024,
  /** Text part that is fetched: HTML shrinks when it becomes text. */
  partBytes: 256 * 1024,
  /** Characters of a subject. */
  subjectLength: 500,
  /** Characters of one address with its name. */
  addressLength: 320,
  /** Recipients that are kept. */
  recipientEntries: 50,
  /** Attachments that are noted. */
  attachmentEntries: 50,
  /** Characters of the name of an attachment. */
  nameLength: 255,
  /** Words of subject and addresses that are compared with case numbers. */
  candidateEntries: 24,
  /** Largest single value that the mail server may send at once. */
  literalBytes: 1024 * 1024,
  /** Silence after which the connection is given up. */
  idleMs: 60_000,
} as const;
