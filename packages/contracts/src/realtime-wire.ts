/** Where a WebSocket is opened. */
export const REALTIME_PATH = '/api/realtime/socket';

/** Close codes of the server beside those of RFC 6455. */
export const realtimeCloseCodes = {
  /** The server stops; another process or the next start answers. */
  restart: 1012,
  /** No room now, by number or by memory; the reason says for how many seconds. */
  tryLater: 1013,
  /** The session or key has ended. */
  signedOut: 4401,
  /** The client showed no sign of life. */
  silent: 4408,
  /** The user has as many connections as allowed. */
  tooManyConnections: 4409,
  /** The client goes on sending although it is told that it sends too much. */
  tooFast: 4429,
} as const;
