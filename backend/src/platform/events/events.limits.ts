/** Bounds of the domain events: the change feed, the sequencer, the dispatcher and the bus. */
export const EVENTS_LIMITS = {
  reconnectMs: {
    value: 1000,
    unit: 'ms',
    reason: 'wait before listening again; a lost connection is retried at a steady, low rate',
  },
  pollMs: {
    value: 2_000,
    unit: 'ms',
    reason:
      'the connection is asked for a sign of life this often; caches trust it no longer than that and some',
  },
  answerMs: {
    value: 3_000,
    unit: 'ms',
    reason: 'a connection that does not answer for so long has died without a word',
  },
  payloadBytes: {
    value: 16 * 1024,
    unit: 'bytes',
    reason: 'an event names what happened; the rows hold the data',
  },
  sequenceRows: {
    value: 1_000,
    unit: 'rows',
    reason: 'events that get their position in one short transaction',
  },
  lanes: {
    value: 4,
    unit: 'lanes',
    reason: 'how many processes can work for one consumer at once; each costs a cursor row',
  },
  turnRows: {
    value: 200,
    unit: 'rows',
    reason: 'events of one lane held in memory at once by one turn',
  },
  turnBytes: {
    value: 1024 * 1024,
    unit: 'bytes',
    reason: 'payloads of one lane held in memory at once by one turn',
  },
  chains: {
    value: 40,
    unit: 'cases',
    reason: 'cases or records whose failed event is tried again in one turn',
  },
  chainRows: {
    value: 5,
    unit: 'rows',
    reason: 'events of one case read with its failed one; the next turn takes the rest',
  },
  turnsAtOnce: {
    value: 4,
    unit: 'turns',
    reason: 'consumers that one process works for at once on PostgreSQL; each takes a connection',
  },
  turnMs: {
    value: 250,
    unit: 'ms',
    reason: 'a turn is one transaction, which holds the whole embedded database',
  },
  handleMs: {
    value: 5_000,
    unit: 'ms',
    reason: 'a consumer only writes to the database; longer is a consumer that waits for something',
  },
  attempts: {
    value: 8,
    unit: 'tries',
    reason: 'with doubled waits about ten minutes; then the event is a dead letter',
  },
  retryMs: {
    value: 5_000,
    unit: 'ms',
    reason: 'wait before the second try; doubled for each further one, with jitter',
  },
  retryMaxMs: {
    value: 600_000,
    unit: 'ms',
    reason: 'longest wait between two tries of one event',
  },
  surveyMs: {
    value: 5_000,
    unit: 'ms',
    reason: 'net under the notifications: how often unhandled events are looked for',
  },
  failedMs: {
    value: 1_000,
    unit: 'ms',
    reason: 'pause after the events could not be read',
  },
  lagRows: {
    value: 10_000,
    unit: 'rows',
    reason: 'the lag is counted up to here; more is shown as this number',
  },
  busRows: {
    value: 200,
    unit: 'rows',
    reason: 'events read at once for the listeners of this process',
  },
  listeners: {
    value: 100,
    unit: 'listeners',
    reason: 'features subscribe once at start; more of them is a leak and is refused',
  },
  keptDays: {
    value: 90,
    unit: 'days',
    reason: 'handled events that are in no case; those of a case are its timeline and stay with it',
  },
  cleanUpRows: {
    value: 5_000,
    unit: 'rows',
    reason: 'events removed by one statement',
  },
  replayRows: {
    value: 1_000,
    unit: 'rows',
    reason: 'dead letters replayed by one call',
  },
} as const;
