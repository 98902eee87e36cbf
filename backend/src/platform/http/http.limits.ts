const KIB = 1024;
const MIB = 1024 * KIB;

/** Every bound of the HTTP server. Each is enforced in this folder and tested there. */
export const httpLimits = {
  /** Largest JSON body of a route that states no limit of its own: a form, not a file. */
  bodyBytes: MIB,
  /** Nesting of a JSON body: deeper than any contract, shallow enough for recursive readers. */
  jsonDepth: 64,
  /** Time a JSON body may take to arrive as a whole: a slow client cannot hold a request open. */
  bodyMs: 20_000,
  /** Time a piece of a body may wait for memory before the request is refused. */
  bodyWaitMs: 2000,
  /** Time a finished answer may wait for room on its request's account before it is refused. */
  answerWaitMs: 2000,
  /** Time a read or a form may wait to be let in: beyond it a person asks again. */
  admissionWaitMs: 2000,
  /** The same for imports, exports and reports: their client waits for the work anyway. */
  patientAdmissionWaitMs: 30_000,
  /** Silence on a streamed body after which the upload counts as abandoned. */
  streamIdleMs: 60_000,
  /** Silence of a client that reads a streamed answer after which it is cut off. */
  answerIdleMs: 60_000,
  /** All request headers together; Node answers 431 above it. */
  headerBytes: 16 * KIB,
  /** Header lines read; Node drops those above it. */
  headerCount: 100,
  /** Request target: path and query. */
  urlBytes: 8 * KIB,
  /** One path parameter; the longest of ours is a UUID or a docket number. */
  pathParameterBytes: 200,
  /** Time until the header block is complete (slow loris). */
  headersMs: 10_000,
  /** Idle keep-alive connection; above the 60 s of common proxies, which must hang up first. */
  keepAliveMs: 65_000,
  /** Connections that wait to be accepted at one socket; the kernel leaves further ones unanswered (its own bound is 4096). */
  backlog: 4096,
  /** Bytes of a refused body that are read and dropped, so that the answer can be read. */
  lingerBytes: 4 * MIB,
  /** Time for the same. */
  lingerMs: 2000,
  /** Length of an inbound x-request-id; a longer one is replaced. */
  requestIdLength: 64,
  /** Time for requests in flight to end when the server stops. */
  drainMs: 8000,
  /** Silence after which a kept-alive connection is closed while the server stops. */
  drainIdleMs: 1000,
  /** Further time for the database and the log after that. */
  closeMs: 1500,
  /** Bytes on a request's account from which the log names the request. */
  heavyRequestBytes: 50 * MIB,
} as const;
