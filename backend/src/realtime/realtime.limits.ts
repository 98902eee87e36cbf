const KIB = 1024;
const MIB = 1024 * KIB;

/** Every bound of the WebSocket gateway that no variable sets; those are the `WS_` ones. */
export const realtimeLimits = {
  messageBytes: {
    value: 4 * KIB,
    unit: 'bytes',
    reason: 'a client joins and leaves rooms; whatever is larger is no request of ours',
  },
  fragments: {
    value: 8,
    unit: 'fragments',
    reason: 'pieces of one message; each is an object, so their number is bounded as well',
  },
  handshakes: {
    value: 256,
    unit: 'handshakes',
    reason: 'sockets whose credential is being looked up at once; a flood waits in the kernel',
  },
  idleBytes: {
    value: 12 * KIB,
    unit: 'bytes',
    reason: 'what an open, silent connection holds in the process (measured at 10,000)',
  },
  unsentBytes: {
    value: 64 * KIB,
    unit: 'bytes',
    reason: 'what waits for one reader; whoever is further behind is told to load anew',
  },
  unsentTotalBytes: {
    value: 32 * MIB,
    unit: 'bytes',
    reason: 'the same over all connections: a thousand stalled readers stay below 64 MB',
  },
  messageOverheadBytes: {
    value: 512,
    unit: 'bytes',
    reason: 'objects that a waiting message holds in the stream beside its bytes',
  },
  behindMs: {
    value: 30_000,
    unit: 'ms',
    reason: 'a reader that takes nothing for so long is cut off; it comes back and resumes',
  },
  sweepMs: {
    value: 250,
    unit: 'ms',
    reason: 'how often it is looked whether slow readers have caught up',
  },
  beats: {
    value: 30,
    unit: 'beats',
    reason: 'one beat a second; each connection is in one beat and is pinged once in the round',
  },
  beatMs: {
    value: 1_000,
    unit: 'ms',
    reason: 'one timer for all connections; pings are spread over the round',
  },
  roundsBetweenRenewals: {
    value: 10,
    unit: 'rounds',
    reason: 'every five minutes a connection shows that its session has not simply expired',
  },
  clientPingMs: {
    value: 25_000,
    unit: 'ms',
    reason: 'asked of clients: browsers cannot see our pings and must find dead connections too',
  },
  renewalsAtOnce: {
    value: 200,
    unit: 'connections',
    reason: 'credentials looked up by one statement',
  },
  checksAtOnce: {
    value: 8,
    unit: 'checks',
    reason: 'statements that look up access to a room at once; the pool is for requests first',
  },
  renewalRetryMs: {
    value: 1_000,
    unit: 'ms',
    reason: 'pause after the database could not say who may still be there; rooms stay silent',
  },
  tooFastWarnings: {
    value: 20,
    unit: 'messages',
    reason: 'refusals in a row after which a client that does not listen is cut off',
  },
  recentEvents: {
    value: 1_000,
    unit: 'events',
    reason: 'kept for those who come back after a moment, so that they ask the database nothing',
  },
  recentBytes: {
    value: 2 * MIB,
    unit: 'bytes',
    reason: 'the same in bytes; a payload may have 16 KB',
  },
  replayEvents: {
    value: 2_000,
    unit: 'events',
    reason: 'a longer gap is cheaper to load anew than to be told event by event',
  },
  replayPage: {
    value: 200,
    unit: 'events',
    reason: 'read from the database at once for one who resumes',
  },
  replaysAtOnce: {
    value: 4,
    unit: 'replays',
    reason: 'statements for resumes at once; the others wait, requests come first',
  },
  pushBytes: {
    value: 32 * KIB,
    unit: 'bytes',
    reason: 'a message of the moment; one that no reader may be behind with would reach nobody',
  },
  aheadMs: {
    value: 2_000,
    unit: 'ms',
    reason:
      'a client that knows of later events than this process waits for it; then it loads anew',
  },
  aheadLookMs: {
    value: 50,
    unit: 'ms',
    reason: 'how often that is looked at',
  },
  membersInARow: {
    value: 1_000,
    unit: 'members',
    reason: 'told of an event before requests get a turn',
  },
  visibleEntries: {
    value: 10_000,
    unit: 'entries',
    reason: 'who may know of which case, for rooms over all cases',
  },
  visibleBytes: {
    value: 4 * MIB,
    unit: 'bytes',
    reason: 'the same in bytes',
  },
  visibleMs: {
    value: 5_000,
    unit: 'ms',
    reason: 'life of such an answer; a change of access has another key and does not wait for it',
  },
  stopMs: {
    value: 1_500,
    unit: 'ms',
    reason: 'time for clients to answer the close when the server stops, then they are cut off',
  },
  stopSpreadMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'clients come back at a random moment of this time, not all at once',
  },
  retrySeconds: {
    value: 5,
    unit: 's',
    reason: 'when a refused client may come back at the earliest; it adds jitter',
  },
  presencePeople: {
    value: 50,
    unit: 'people',
    reason: 'named in a room; of more the number is told',
  },
  presenceMs: {
    value: 500,
    unit: 'ms',
    reason: 'comings and goings of this time are told as one',
  },
  presenceBytes: {
    value: 4 * MIB,
    unit: 'bytes',
    reason: 'who is in the rooms of other processes; beyond it they are not shown',
  },
  presenceRooms: {
    value: 10_000,
    unit: 'rooms',
    reason: 'rooms of other processes; the same in entries',
  },
  aliveMs: {
    value: 3_000,
    unit: 'ms',
    reason: 'sign of life to the other processes, and how often what was missed is asked for',
  },
  deadMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'without a sign of life a process is gone, and whoever was there with it',
  },
  neighbours: {
    value: 200,
    unit: 'processes',
    reason: 'other processes that are known of; more is no installation of ours',
  },
  gossipBytes: {
    value: 64 * KIB,
    unit: 'bytes',
    reason: 'one message between processes; a room with fifty names has 15 KB',
  },
  sampleMs: {
    value: 2_000,
    unit: 'ms',
    reason: 'how often the room "memory" is told of this process while somebody is in it',
  },
  windows: {
    value: 60,
    unit: 'windows',
    reason: 'the last hour, a minute each, in fixed memory',
  },
  windowMs: {
    value: 60_000,
    unit: 'ms',
    reason: 'length of one window of the monitor',
  },
} as const;
