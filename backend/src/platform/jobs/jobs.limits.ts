/** Bounds of the job queue. */
export const jobsLimits = {
  /** Largest payload as JSON in UTF-8: a job names what it works on, the rows hold the data. */
  payloadBytes: 64 * 1024,
  /** Longest text of a failure that is kept with its job. */
  errorTextBytes: 2 * 1024,
  /** Jobs that one process runs at the same time, over all queues. */
  slotEntries: 12,
  /** Slots that only the class `high` may take: urgent work starts while a flood of other work runs. */
  highOnlyEntries: 2,
  /** Slots that the class `low` may take at most. */
  lowEntries: 6,
  /** Jobs of one queue that one process runs at the same time, at most. */
  concurrencyEntries: 12,
  /** Jobs sent by one call: one statement of at most 64 MB, in practice well under one. */
  sendEntries: 1_000,
  /** Memory one job may hold unless its definition says otherwise. */
  accountBytes: 16 * 1024 * 1024,
  /** Memory charged for a job before it runs: its row, its payload parsed, its timers. */
  accountStartBytes: 128 * 1024,
  /** Longest time a definition may ask for; longer work goes in pieces with a checkpoint. */
  timeoutMs: 6 * 3_600_000,
  /** A job without a sign of life for this long belongs to a dead process and is given out again. */
  heartbeatSeconds: 30,
  /** How often running jobs give that sign. */
  heartbeatMs: 10_000,
  /** How often jobs of dead processes are looked for. */
  superviseSeconds: 30,
  /** Net under the notifications: how often due jobs are looked for, in one statement for all queues. */
  pollMs: 5_000,
  /** Pause after the queue could not be read. */
  failedReadMs: 1_000,
  /** Time after which a job that found no memory is tried again. */
  noMemorySeconds: 2,
  /** How often the minute of the schedules is looked at; a schedule fires at most this late. */
  scheduleSeconds: 30,
  /** Time running jobs get to end when the server stops; then they are told to stop. */
  drainMs: 6_000,
  /** Time a run gets to end by itself once its signal is aborted; then it is left behind. */
  abortMs: 1_000,
  /** Time for the statements that hand jobs back. */
  handBackMs: 500,
  /** A job that nobody ran is removed after this time: 30 days. */
  waitingSeconds: 30 * 86_400,
  /** A dead letter is kept this long: 14 days. */
  deadLetterSeconds: 14 * 86_400,
  /** Dead letters kept in all; the oldest go first. */
  deadLetterEntries: 100_000,
  /** A finished job is kept this long, so that "did it run?" can be answered: one hour. */
  finishedSeconds: 3_600,
  /** Rows one clean-up statement removes. */
  cleanUpRows: 5_000,
  /** Dead letters replayed or discarded by one call. */
  replayEntries: 1_000,
} as const;
