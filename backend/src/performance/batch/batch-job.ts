import type { Account } from '@lexiflow/memory';

/** What the source of a job reads with. */
export interface BatchTools {
  /** Charge what is read ahead here; the batches are charged to it too. */
  readonly account: Account;
  /** Aborts when the job ends early. */
  readonly signal: AbortSignal;
}

/** What became of one item, in the order of the items. */
export type BatchOutcome<Item, Result> =
  | { readonly item: Item; readonly result: Result }
  | { readonly item: Item; readonly error: unknown };

/** Work on many items, one batch of them in memory. */
export interface BatchJob<Item, Result> {
  /** A constant of the code: it becomes a label of the metrics. */
  readonly name: string;
  /** Whom the memory is charged to. */
  readonly owner: string;
  readonly items: (tools: BatchTools) => AsyncIterable<Item>;
  /** Bytes of an item and of what is said about it. */
  readonly sizeOf: (item: Item) => number;
  /** Items that share a lane are worked on one after the other, in their order. */
  readonly lanesOf?: (item: Item) => readonly string[];
  /** Called before each batch; throwing ends the job. */
  readonly beforeBatch?: () => Promise<void>;
  readonly work: (item: Item) => Promise<Result>;
  /** Whether a failure concerns every further item too and ends the job. */
  readonly isFatal: (error: unknown) => boolean;
  /** Takes the outcomes of one batch; the next one begins when it resolves. */
  readonly report: (outcomes: readonly BatchOutcome<Item, Result>[]) => Promise<void>;
  /** Finished part, 0 … 1, where it is known: of two jobs the one that is further goes on in an emergency. */
  readonly progress?: () => number;
  /** Ends the job early: nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** How far a job is. */
export interface BatchProgress {
  readonly name: string;
  readonly startedAt: string;
  readonly state: 'running' | 'paused';
  /** Items done, those that failed among them. */
  readonly items: number;
  readonly failed: number;
  readonly batches: number;
}
