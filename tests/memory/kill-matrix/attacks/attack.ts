/** What became of an attack's requests. */
export interface Tally {
  served: number;
  /** 503 and 429. */
  refused: number;
  /** 400, 413 and the like: turned down for what it is. */
  rejected: number;
  /** Connections that failed or closed without an answer. */
  failed: number;
}

/** Where an attack runs and for how long. */
export interface AttackContext {
  readonly port: number;
  /** Memory limit of the target in units of 256 MB: what an attack asks for grows with it. */
  readonly scale: number;
  /** A folder on a disk, for files. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly tally: Tally;
}

/** One way to run a server out of memory; ends when the signal aborts. */
export interface Attack {
  readonly name: string;
  readonly about: string;
  run(context: AttackContext): Promise<void>;
}
