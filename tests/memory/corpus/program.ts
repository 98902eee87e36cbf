import type { Account, PoolName } from '@lexiflow/memory';

/** What the runner gives a program: what a framework would know and do around it. */
export interface CorpusHost {
  /** Names an object that lives as long as the process, as a container of dependencies would; `name` defaults to its class. */
  keep(service: object, name?: string): void;
  /** Aborted when the run ends; servers, sockets and workers close then. */
  readonly signal: AbortSignal;
  /** Calls `work` every `intervalMs` real milliseconds until the run ends. */
  every(intervalMs: number, work: () => void | Promise<void>): void;
  /** What the hook of a framework does with each request, socket or job. */
  watch(kind: string, object: object): void;
  /** Opens an account of the process's memory governor. */
  openAccount(pool: PoolName, name: string): Account;
}

/** What a finding has to name for its culprit to count as right. */
export interface CorpusCulprit {
  /**
   * Names that the path of the finding has to carry, in this order, as whole words; several texts are
   * alternatives that are equally right. `ReportsService.#pending` fits `ReportsService.#pending → value`.
   */
  readonly holder?: string | readonly string[];
  /** Functions one of which allocates what is held. Counts where the finding names no collection. */
  readonly allocation?: string | readonly string[];
}

/**
 * One small program. `about`, `verdict` and `culprit` are taken off the object before it starts, so
 * nothing that runs beside it can read them.
 */
export interface CorpusProgram {
  readonly about: string;
  readonly verdict: 'leak' | 'benign';
  readonly culprit?: CorpusCulprit;
  start(host: CorpusHost): void | Promise<void>;
}
