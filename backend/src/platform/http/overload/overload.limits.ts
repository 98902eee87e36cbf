const KIB = 1024;

/** Every bound of the answer to overload. */
export const overloadLimits = {
  /** Fewest requests of people worked on at once: enough to keep every database connection busy. */
  leastInFlight: 24,
  /** The same at the start, before anything was measured. */
  firstInFlight: 128,
  /** The same at most; memory is the bound above it. */
  mostInFlight: 1024,
  /** Mean time a request may take while work queues up; above it fewer are let in. */
  targetMs: 25,
  /** Time between two corrections. */
  windowMs: 200,
  /** Distance of two looks at the queues. */
  lookMs: 20,
  /** A look that comes later than this has waited for other work. */
  lateMs: 10,
  /** Time without an empty queue from which on it is an overload and not a burst. */
  standingMs: 250,
  /** The same while an overload is not long over: the work that made it is still asked for. */
  standingAgainMs: 50,
  /** How long that is. */
  relapseMs: 2000,
  /** Imports and exports worked on at once in an overload. */
  bulkInOverload: 2,
  /** Requests that wait for their turn. */
  waiters: 1024,
  /** Time a request waits for its turn in a burst: beyond it a person asks again. */
  burstWaitMs: 2000,
  /** The same in an overload, where a longer wait only makes every answer late. */
  standingWaitMs: 20,
  /** Refusals between two looks that cost their client nothing but the answer; further ones wait. */
  refusalsPerLook: 20,
  /** New connections read between two looks in an overload. */
  arrivalsPerLook: 40,
  /** Longest time that a new connection is left unread: Node allows 10 s until its first headers. */
  arrivalRestMs: 5000,
  /** What a held refusal keeps in the process: request, answer, timer. */
  heldRefusalBytes: 5 * KIB,
  /** All held refusals together; beyond it they are answered at once. */
  heldRefusalsBytes: 20 * KIB * KIB,
  /** Longest time in Retry-After, before jitter. */
  retryAfterSeconds: 8,
} as const;
