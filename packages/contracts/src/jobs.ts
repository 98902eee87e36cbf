import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { id, instant, text } from './scalars.ts';

/** Where a job stands. `retrying` waits for its next try; `dead` failed for good. */
export const jobStates = [
  'waiting',
  'retrying',
  'active',
  'completed',
  'dead',
  'cancelled',
] as const;
export const jobState = z.enum(jobStates);
export type JobState = z.infer<typeof jobState>;

export const jobsQuery = z.strictObject({
  ...pageQuery,
  state: z.optional(jobState),
  queue: z.optional(text(60, 1)),
});

/** One job of the queue, newest first in lists. `error` is what its last failed try said. */
export const jobSummary = z.object({
  id,
  queue: z.string(),
  state: jobState,
  /** Tries begun so far, and tries there are at most. */
  attempts: z.number(),
  attemptLimit: z.number(),
  createdAt: instant,
  /** Not run before this instant. */
  startAfter: instant,
  startedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  groupKey: z.nullable(z.string()),
  singletonKey: z.nullable(z.string()),
  error: z.nullable(z.string()),
});
export const jobPage = pageOf(jobSummary);
/** A job with its payload: ids and settings, never the data itself. */
export const job = z.object({ ...jobSummary.shape, data: z.unknown() });

/** One kind of job: its bounds, what waits, and what this process has done since its start. */
export const jobQueueState = z.object({
  queue: z.string(),
  priority: z.enum(['high', 'normal', 'low']),
  concurrency: z.number(),
  attemptLimit: z.number(),
  timeoutMs: z.number(),
  waiting: z.number(),
  due: z.number(),
  active: z.number(),
  dead: z.number(),
  oldestSeconds: z.number(),
  completedTotal: z.number(),
  failedTotal: z.number(),
  /** Schedule in UTC and the instant it fires next; null without one. */
  cron: z.nullable(z.string()),
  nextRunAt: z.nullable(instant),
});
export const jobQueues = z.object({
  isPaused: z.boolean(),
  /** Jobs this process runs now. */
  running: z.number(),
  items: z.array(jobQueueState),
});

/** A consumer of domain events and how far it is behind. */
export const eventConsumerState = z.object({
  consumer: z.string(),
  /** Types it wants; null: all. */
  events: z.nullable(z.array(z.string())),
  lagRows: z.number(),
  lagSeconds: z.number(),
  retrying: z.number(),
  waiting: z.number(),
  dead: z.number(),
  handledTotal: z.number(),
  failedTotal: z.number(),
});
export const eventConsumers = z.object({
  /** Position of the newest event this process has told its listeners of. */
  position: z.number(),
  listeners: z.number(),
  items: z.array(eventConsumerState),
});

const consumerName = text(60, 1);
export const deadLettersQuery = z.strictObject({
  ...pageQuery,
  consumer: z.optional(consumerName),
});
/** An event that a consumer could not handle in all its tries. */
export const deadLetter = z.object({
  consumer: z.string(),
  eventId: id,
  position: z.number(),
  type: z.string(),
  aggregateType: z.string(),
  aggregateId: id,
  caseId: z.nullable(id),
  at: instant,
  attempts: z.number(),
  failedAt: instant,
  error: z.string(),
});
export const deadLetterPage = pageOf(deadLetter);
export const deadLetterParams = z.strictObject({ consumer: consumerName, eventId: id });

/** How many were replayed or discarded. */
export const changedCount = z.object({ changed: z.number() });

export type JobsQuery = z.infer<typeof jobsQuery>;
export type JobSummary = z.infer<typeof jobSummary>;
export type JobDetail = z.infer<typeof job>;
export type JobQueueState = z.infer<typeof jobQueueState>;
export type JobQueues = z.infer<typeof jobQueues>;
export type EventConsumerState = z.infer<typeof eventConsumerState>;
export type EventConsumers = z.infer<typeof eventConsumers>;
export type DeadLettersQuery = z.infer<typeof deadLettersQuery>;
export type DeadLetter = z.infer<typeof deadLetter>;
export type DeadLetterParams = z.infer<typeof deadLetterParams>;
export type ChangedCount = z.infer<typeof changedCount>;
