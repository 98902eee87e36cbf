/** Every bound of what the server sends to other machines. */
export const outboundLimits = {
  /** Time to look a name up, connect and agree on TLS: beyond it a person would call the service down. */
  connectMs: 10_000,
  /** Time a whole request may take unless its caller says otherwise. */
  requestMs: 30_000,
  /** Answer that is read into memory unless the caller allows more. */
  answerBytes: 1024 * 1024,
  /** Header block of an answer. */
  headerBytes: 16 * 1024,
  /** Connections to one host at the same time; further requests wait for one. */
  socketsPerHostEntries: 8,
  /** Connections to all hosts at the same time. */
  socketEntries: 64,
  /** Idle connections that are kept, over all hosts. */
  idleSocketEntries: 8,
  /** Silence after which an idle connection is closed. */
  idleMs: 15_000,
  /** Redirects that are followed where a caller allows any. */
  redirectEntries: 3,
  /** Address of a request. */
  urlBytes: 2048,
  /** Addresses of one name that are looked at; a name with more is cut there. */
  addressEntries: 32,
} as const;
