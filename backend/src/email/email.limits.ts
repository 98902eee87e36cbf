const KIB = 1024;
const MIB = 1024 * KIB;

/** Bounds of the emails, the outbox folder and the bounces. */
export const emailLimits = {
  /** Largest message, encoded, headers and attachments included; common servers refuse more. */
  messageBytes: 25 * MIB,
  /** Values of one template as JSON: what a person reads in one go, digests included. */
  valuesBytes: 128 * KIB,
  /** Attachments of one message. */
  attachmentEntries: 20,
  /** Memory of one message under way: encoded pieces between source and socket. */
  sendingBytes: MIB,
  /** Emails that one process sends at the same time, and connections it holds to the mail server. */
  connectionEntries: 3,
  /** Messages over one connection; then a new one, so that a server behind a balancer gets its share. */
  messagesPerConnectionEntries: 100,
  /** Time to reach the mail server. */
  connectMs: 20_000,
  /** Silence of the mail server after which a connection counts as dead. */
  silenceMs: 60_000,
  /** Unused connection to the mail server before it is closed. */
  idleMs: 30_000,
  /** Time for one try of one message of 25 MB over a slow line. */
  sendMs: 300_000,
  /** Largest answer of the mail server that is read. */
  serverAnswerBytes: 16 * KIB,
  /** Further tries after a temporary failure: with doubled waits about a day and a half. */
  retryEntries: 9,
  /** Wait before the second try; greylisting servers ask for about this. */
  retrySeconds: 120,
  /** Longest wait between two tries: six hours. */
  retryMaxSeconds: 21_600,
  /** Messages that one address gets in an hour; further ones wait. */
  perAddressHourEntries: 30,
  /** Wait of a message above that bound. */
  perAddressWaitSeconds: 600,
  /** Messages accepted for one address in a day; further ones are refused and counted. */
  perAddressDayEntries: 500,
  /** An email stays in the log this long. */
  keptDays: 90,
  /** Rows one clean-up statement removes. */
  cleanUpRows: 2_000,
  /** Files of the outbox folder; the oldest go first. */
  outboxEntries: 1_000,
  /** Bytes of the outbox folder; the oldest files go first. */
  outboxBytes: 200 * MIB,
  /** Characters kept of a server's or a bounce's text. */
  replyLength: 500,
  /** A bounce as handed in: a report and, at worst, our whole message behind it. */
  bounceBytes: 35 * MIB,
  /** Header and report lines of a bounce that are held; the rest is read and dropped. */
  bounceHeldBytes: 64 * KIB,
  /** Characters kept of one line of a bounce (RFC 5322 allows 998). */
  bounceLineLength: 2_000,
} as const;
