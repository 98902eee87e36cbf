/** Every bound of the webhooks. */
export const webhookLimits = {
  /** Webhooks of one user: a firm has a handful of receivers. */
  perOwnerEntries: 20,
  /** Webhooks of all users: each event is held against every one of them. */
  webhookEntries: 200,
  /** Deliveries kept for one webhook; beyond it the oldest go, those that have ended first. */
  deliveriesPerWebhookEntries: 10_000,
  /** Deliveries kept for all webhooks; beyond it the oldest go, those that have ended first. */
  deliveryEntries: 100_000,
  /** Deliveries one process makes between two looks at the bound of a webhook: the log may be longer by so many. */
  trimEntries: 100,
  /** The same for the bound of all webhooks, which costs a look at the whole log. */
  trimAllEntries: 1_000,
  /** A delivery and its attempts are kept this long. */
  keptDays: 30,
  /** Deliveries removed by one statement. */
  cleanUpEntries: 5_000,
  /** Attempts kept of one delivery, over all its replays; the oldest go. */
  attemptEntries: 30,
  /** Bytes of an answer's body that are read and kept; the connection is closed there. */
  responseBytes: 4 * 1024,
  /** Text of a failure that is kept. */
  errorCharacters: 500,
  /** Memory of one attempt: message, signature, answer, buffers of the connection. */
  attemptBytes: 512 * 1024,
  /** Time from the first to the last attempt of one delivery: three days. */
  retryMs: 3 * 86_400_000,
  /** Longest pause a receiver may ask for with Retry-After. */
  retryAfterSeconds: 86_400,
  /** Share of a wait that is taken off by chance, so that deliveries that failed together do not come back together. */
  jitterRatio: 0.1,
  /** Deliveries that one process makes at the same time. */
  concurrencyEntries: 8,
  /** Deliveries to one host at the same time, over all processes. */
  perHostEntries: 4,
  /** Time a job may take around its attempt: reading the message, writing down the outcome. */
  jobMs: 90_000,
  /** Tries of a job that the database or a killed process ended; attempts to deliver are counted apart. */
  jobTriesEntries: 24,
  /** Events looked at by one step of a replay. */
  replayEntries: 500,
  /** Secrets sealed with another key by one transaction. */
  resealEntries: 50,
  /** Longest time range of a replay: what the log keeps. */
  replayDays: 30,
} as const;
