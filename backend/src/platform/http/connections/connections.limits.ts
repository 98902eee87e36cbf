/** Every bound of the connections between requests. */
export const connectionLimits = {
  /** Open connections: ten thousand users, and room for probes and the operator. Further ones are closed. */
  open: 10_240,
  /** Listening sockets on the port, each of which accepts one connection in a turn of the event loop. */
  acceptors: 32,
  /** What an idle connection holds in process and kernel: `npm run bench connections`. */
  bytes: 11 * 1024,
  /** Part of it outside V8's heap: the native socket and parser, the kernel's part. */
  nativeShare: 0.6,
  /** Silence after which a connection is closed when the governor asks for memory. */
  idleMs: 5000,
  /** The same when a new connection needs the place: shorter, because somebody is waiting. */
  idleForRoomMs: 1000,
} as const;
