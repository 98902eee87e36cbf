/** Every bound of the connections between requests. */
export const connectionLimits = {
  /** Open connections: ten thousand users, and room for probes and the operator. Further ones are closed. */
  open: 10_240,
  /** What an idle connection holds in process and kernel: `npm run bench connections`. */
  bytes: 11 * 1024,
  /** Silence after which a connection is closed when the governor asks for memory. */
  idleMs: 5000,
  /** The same when a new connection needs the place: shorter, because somebody is waiting. */
  idleForRoomMs: 1000,
} as const;
