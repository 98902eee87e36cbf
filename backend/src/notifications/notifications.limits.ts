/** Bounds of the notifications. */
export const notificationsLimits = {
  perUserRows: {
    value: 1_000,
    unit: 'rows',
    reason: 'a user with more loses the oldest of their own, never one of another user',
  },
  trimRows: {
    value: 100,
    unit: 'rows',
    reason: 'removed at once when a user is full, so that not every further one costs a removal',
  },
  recipients: {
    value: 500,
    unit: 'users',
    reason: 'told of one event: a firm-wide team; one statement writes them all',
  },
  emailRecipients: {
    value: 100,
    unit: 'users',
    reason: 'mailed at once about one event; the digest brings it to the others',
  },
  operators: { value: 100, unit: 'users', reason: 'told of one trouble of the server' },
  titleLength: { value: 200, unit: 'characters', reason: 'one line of the list' },
  detailLength: { value: 500, unit: 'characters', reason: 'two lines below it' },
  emailAgainMs: {
    value: 3_600_000,
    unit: 'ms',
    reason: 'further news about something unread are mailed at most once in this time',
  },
  keptDays: { value: 90, unit: 'days', reason: 'as long as the events they come from' },
  cleanUpRows: { value: 5_000, unit: 'rows', reason: 'removed by one statement' },
  digestUsers: { value: 100, unit: 'users', reason: 'whose digests are due, read at once' },
  digestHeldRows: {
    value: 1_000,
    unit: 'rows',
    reason: 'of one digest; all that one user can have',
  },
  unreadEntries: {
    value: 10_000,
    unit: 'entries',
    reason: 'unread counts held in memory: one for each user who has the console open',
  },
  unreadBytes: { value: 2 * 1024 * 1024, unit: 'bytes', reason: 'the same, with their keys' },
  unreadMs: {
    value: 30_000,
    unit: 'ms',
    reason: 'life of a held count when the connection that tells of changes is down',
  },
  listeners: { value: 20, unit: 'listeners', reason: 'of the feed: features subscribe once' },
  memoryNoticeMs: {
    value: 600_000,
    unit: 'ms',
    reason: 'operators are told of memory pressure at most once in this time by one process',
  },
} as const;
