import type * as z from 'zod/mini';
import { jobsLimits } from './jobs.limits.ts';

/** Which work goes first when slots are short. */
export type JobPriority = 'high' | 'normal' | 'low';

/** How often and when a failed job is tried again. */
export interface RetryRule {
  /** Further tries after the first; after the last one the job is a dead letter. */
  readonly limit: number;
  /** Wait before the first further try; doubled for each one after it, with jitter. */
  readonly delaySeconds: number;
  /** Longest wait. */
  readonly maxDelaySeconds?: number;
}

/** What a feature says about one kind of job. */
export interface JobOptions<Schema extends z.core.$ZodType> {
  /** `area.verb`, e.g. `webhook.deliver`: letters, digits, `.`, `-`. */
  readonly name: string;
  /** The payload, checked when sent and again before it runs. */
  readonly schema: Schema;
  readonly retry?: RetryRule;
  /** Time one run may take; then its signal is aborted and the run counts as failed. */
  readonly timeoutMs: number;
  /** Runs at the same time in one process. Default 1. */
  readonly concurrency?: number;
  /** Runs at the same time with the same `groupKey`, over all processes. Default: no bound. */
  readonly groupConcurrency?: number;
  readonly priority?: JobPriority;
  /**
   * What `singletonKey` excludes: `waiting` a second job that waits, `unfinished` also one beside a
   * running one. Without it the job takes no `singletonKey`.
   */
  readonly singleton?: 'waiting' | 'unfinished';
  /** Memory one run may hold. */
  readonly memoryBytes?: number;
  /** Sent by the queue itself, once over all processes: minute hour day month weekday, in UTC. */
  readonly cron?: string;
}

/** One kind of job, with every default filled in. */
export interface JobDefinition<Data = unknown> {
  readonly name: string;
  readonly schema: z.core.$ZodType<Data>;
  readonly retry: Required<RetryRule>;
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly groupConcurrency: number | null;
  readonly priority: JobPriority;
  readonly singleton: 'waiting' | 'unfinished' | null;
  readonly memoryBytes: number;
  readonly cron: string | null;
}

const defined = new Map<string, JobDefinition>();

/** Every job that the loaded modules define, by name. */
export function definedJobs(): ReadonlyMap<string, JobDefinition> {
  return defined;
}

/**
 * Defines one kind of job. Call it at the top of a module: the queue is made when the server opens
 * it. Throws when the name is taken or malformed, or a bound is outside `jobs.limits.ts`.
 */
export function defineJob<Schema extends z.core.$ZodType>(
  options: JobOptions<Schema>,
): JobDefinition<z.core.output<Schema>> {
  const { name, timeoutMs, concurrency = 1, retry } = options;
  if (!/^[a-z][a-z0-9.-]{2,59}$/.test(name)) throw new Error(`The job name ${name} is malformed`);
  if (defined.has(name)) throw new Error(`The job ${name} is defined twice`);
  if (!(timeoutMs > 0 && timeoutMs <= jobsLimits.timeoutMs))
    throw new Error(`The job ${name} needs timeoutMs of at most ${jobsLimits.timeoutMs}`);
  if (!(concurrency >= 1 && concurrency <= jobsLimits.concurrencyEntries))
    throw new Error(
      `The job ${name} needs a concurrency of at most ${jobsLimits.concurrencyEntries}`,
    );
  const definition: JobDefinition<z.core.output<Schema>> = Object.freeze({
    name,
    schema: options.schema as unknown as z.core.$ZodType<z.core.output<Schema>>,
    retry: { limit: 3, delaySeconds: 5, maxDelaySeconds: 3_600, ...retry },
    timeoutMs,
    concurrency,
    groupConcurrency: options.groupConcurrency ?? null,
    priority: options.priority ?? 'normal',
    singleton: options.singleton ?? null,
    memoryBytes: options.memoryBytes ?? jobsLimits.accountBytes,
    cron: options.cron ?? null,
  });
  defined.set(name, definition as JobDefinition);
  return definition;
}
