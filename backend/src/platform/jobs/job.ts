import type { Account } from '@lexiflow/memory';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** One run of a job, as its handler sees it. */
export interface Job<Data> {
  readonly id: string;
  readonly name: string;
  readonly data: Data;
  /** 1 for the first run. */
  readonly attempt: number;
  /** Runs there will be at most. */
  readonly attempts: number;
  readonly isLastAttempt: boolean;
  /**
   * Aborted when the time is over or the server stops; and, for a handler that has asked for it and
   * holds much on `account`, in a memory emergency: that run counts as failed.
   */
  readonly signal: AbortSignal;
  /** Memory of this run, in the governor's pool `job`: grow it before taking more than a little. */
  readonly account: Account;
  /**
   * Ends the job as part of `transaction`: what the transaction writes is then written exactly once,
   * also over `kill -9`. Throws JOB_CLAIM_LOST when another process has the job by now.
   */
  completeIn(transaction: Transaction<Tables>): Promise<void>;
}

/** Does the work of one job. Rejecting makes it run again later, or a dead letter after the last try. */
export type JobHandler<Data> = (job: Job<Data>) => Promise<void>;

/** Thrown by a handler whose job cannot succeed: it becomes a dead letter without further tries. */
export class JobRefused extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'JobRefused';
  }
}

/** Thrown by a handler that cannot work now: the job waits so long and no try is counted. */
export class JobPostponed extends Error {
  readonly delaySeconds: number;

  constructor(reason: string, delaySeconds: number) {
    super(reason);
    this.name = 'JobPostponed';
    this.delaySeconds = delaySeconds;
  }
}
