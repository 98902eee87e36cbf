/** One kind of request of a mixed load. */
export interface LoadRequest {
  readonly kind: string;
  /** Share of the load, relative to the others. */
  readonly weight: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the load process is told, as JSON on its standard input. */
export interface LoadPlan {
  readonly port: number;
  readonly users: number;
  readonly seconds: number;
  /**
   * `closed`: the next request follows the last answer at once, refused or not.
   * `paced`: each user asks so often that all together offer `offeredPerSecond`, and comes back after
   * the `Retry-After` it was told.
   */
  readonly pace: 'closed' | 'paced';
  readonly offeredPerSecond?: number;
  readonly requests: readonly LoadRequest[];
}

/** What the load process answers, as JSON on its standard output. */
export interface LoadResult {
  readonly seconds: number;
  readonly served: number;
  /** 503 and 429. */
  readonly refused: number;
  /** Other statuses from 400 on, and connections that failed. */
  readonly errors: number;
  /** Reads sent again because a kept-alive connection was closed just then. */
  readonly repeated: number;
  readonly errorExamples: readonly string[];
  readonly kinds: readonly {
    readonly kind: string;
    readonly served: number;
    readonly p95Ms: number;
  }[];
  /** Of the served ones, from the write to the last byte. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly refusedP95Ms: number;
  /** Served while a crowd of users was still connecting, which the figures above leave out. */
  readonly arrivals: number;
  readonly arrivalP99Ms: number;
  readonly meanInFlight: number;
  readonly peakInFlight: number;
  /** Served in each whole second. */
  readonly servedBySecond: readonly number[];
  /** Share of the time in which the load process's own loop was busy; its own p99 lag. */
  readonly clientUtilisation: number;
  readonly clientLagP99Ms: number;
}
