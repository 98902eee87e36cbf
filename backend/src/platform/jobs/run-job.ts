import type { Account } from '@lexiflow/memory';
import type { JobWithMetadata } from 'pg-boss';
import * as z from 'zod/mini';
import type { JobDefinition } from './define-job.ts';
import { JobPostponed, JobRefused } from './job.ts';
import type { Job, JobHandler } from './job.ts';
import { publishEnded } from '../ended.channel.ts';
import { jobErrors } from './jobs.errors.ts';
import { jobsLimits } from './jobs.limits.ts';

/** How one run ended, and what is to be done with the job. */
export type RunResult =
  | { readonly kind: 'completed' }
  /** Ended by its handler in a transaction of its own. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly isFinal: boolean }
  | { readonly kind: 'postponed'; readonly delaySeconds: number }
  | { readonly kind: 'handed-back' };

/** What a run needs beside its job. */
export interface RunParts {
  readonly definition: JobDefinition;
  readonly handler: JobHandler<unknown>;
  readonly account: Account;
  readonly abort: AbortController;
  /** The handler has asked for its signal, so it ends when the signal says so; called at each time. */
  readonly onSignalTaken: () => void;
  readonly completeIn: Job<unknown>['completeIn'];
}

/** Why a run is aborted when the server stops: the job is handed back and no try is counted. */
export class StopRequested extends Error {
  constructor() {
    super('the server stops');
    this.name = 'StopRequested';
  }
}

/**
 * Runs the handler of one job and says how it ended. Never rejects. A handler that goes on for more
 * than a second after its signal was aborted is left behind, and its later result is dropped.
 */
export async function runJob(row: JobWithMetadata<unknown>, parts: RunParts): Promise<RunResult> {
  const { definition, handler, account, abort } = parts;
  const parsed = z.safeParse(definition.schema, row.data ?? {});
  if (!parsed.success) {
    const detail = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    const error = jobErrors.payloadInvalid(detail.join('; '));
    return { kind: 'failed', error, isFinal: true };
  }
  let isSettled = false;
  const job: Job<unknown> = {
    id: row.id,
    name: definition.name,
    data: parsed.data,
    attempt: row.retryCount + 1,
    attempts: row.retryLimit + 1,
    isLastAttempt: row.retryCount >= row.retryLimit,
    get signal() {
      parts.onSignalTaken();
      return abort.signal;
    },
    account,
    completeIn: async (transaction) => {
      await parts.completeIn(transaction);
      isSettled = true;
    },
  };
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(abort.signal.reason as Error);
  const timeout = setTimeout(() => abort.abort(jobErrors.timedOut()), definition.timeoutMs);
  let grace: NodeJS.Timeout | undefined;
  const onAbort = (): void => void (grace = setTimeout(giveUp, jobsLimits.abortMs));
  abort.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([(async () => handler(job))(), givenUp]);
    if (isSettled) return { kind: 'settled' };
    // A handler that returns after its signal was aborted has hardly done all of its work.
    abort.signal.throwIfAborted();
    return { kind: 'completed' };
  } catch (error) {
    const { reason } = abort.signal as { reason?: unknown };
    if (reason instanceof StopRequested) return { kind: 'handed-back' };
    if (error instanceof JobPostponed)
      return { kind: 'postponed', delaySeconds: error.delaySeconds };
    // A handler that gave up because its time was over failed for that reason.
    return { kind: 'failed', error: reason ?? error, isFinal: error instanceof JobRefused };
  } finally {
    clearTimeout(timeout);
    clearTimeout(grace);
    abort.signal.removeEventListener('abort', onAbort);
    publishEnded(`job:${definition.name}`, job);
  }
}
