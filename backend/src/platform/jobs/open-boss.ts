import { PgBoss } from 'pg-boss';
import type { Db, Queue, QueueResult } from 'pg-boss';
import { jobsLimits } from './jobs.limits.ts';
import type { JobDefinition } from './define-job.ts';

/** Schema of the queue's own tables, made and migrated by the library under an advisory lock. */
export const JOBS_SCHEMA = 'pgboss';

const DAY_SECONDS = 86_400;

/** Opens the queue's library on `db`: makes or migrates its schema, then one queue for each definition. */
export async function openBoss(
  db: Db,
  definitions: Iterable<JobDefinition>,
  onError: (error: unknown) => void,
): Promise<PgBoss> {
  const boss = new PgBoss({
    db,
    schema: JOBS_SCHEMA,
    useListenNotify: true,
    superviseIntervalSeconds: jobsLimits.superviseSeconds,
    monitorIntervalSeconds: jobsLimits.superviseSeconds,
    cronMonitorIntervalSeconds: jobsLimits.scheduleSeconds,
    cronWorkerIntervalSeconds: jobsLimits.scheduleSeconds / 2,
    // Neither job graphs nor migrations in the background are used: no statements for them.
    flowIntervalSeconds: DAY_SECONDS / 2,
    bamIntervalSeconds: DAY_SECONDS / 2,
    // The queue is watched by our own metrics.
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', onError);
  await boss.start();
  try {
    const existing = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
    for (const definition of definitions) {
      await makeQueue(boss, definition, existing.get(definition.name));
      // The library keeps it in memory from now on: sending in a transaction must not look it up.
      await boss.findJobs(definition.name, { id: '00000000-0000-0000-0000-000000000000' });
    }
    await keepSchedules(boss, definitions);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return boss;
}

async function makeQueue(
  boss: PgBoss,
  definition: JobDefinition,
  existing: QueueResult | undefined,
): Promise<void> {
  const { name, singleton } = definition;
  const options = optionsOf(definition);
  const policies = { waiting: 'short', unfinished: 'exclusive' } as const;
  const policy = singleton === null ? 'standard' : policies[singleton];
  if (existing !== undefined && existing.policy !== policy) {
    throw new Error(`The job ${name} has another singleton rule than its queue: rename the job`);
  }
  if (existing === undefined) await boss.createQueue(name, { ...options, policy });
  else if (!isSame(existing, options)) await boss.updateQueue(name, options);
}

type Options = Omit<Queue, 'name' | 'policy' | 'partition'>;

function optionsOf({ retry, timeoutMs }: JobDefinition): Options {
  return {
    notify: true,
    retryLimit: retry.limit,
    retryDelay: retry.delaySeconds,
    retryBackoff: true,
    retryDelayMax: retry.maxDelaySeconds,
    // The runner ends a run by itself; this is the net under it.
    expireInSeconds: Math.ceil(timeoutMs / 1000) + jobsLimits.heartbeatSeconds,
    heartbeatSeconds: jobsLimits.heartbeatSeconds,
    retentionSeconds: jobsLimits.waitingSeconds,
    deleteAfterSeconds: jobsLimits.deadLetterSeconds,
  };
}

function isSame(existing: QueueResult, options: Options): boolean {
  return Object.entries(options).every(
    ([name, value]) => (existing as unknown as Record<string, unknown>)[name] === value,
  );
}

// A definition that lost its cron, or went away, must not fire any more.
async function keepSchedules(boss: PgBoss, definitions: Iterable<JobDefinition>): Promise<void> {
  const known = new Map((await boss.getSchedules()).map((schedule) => [schedule.name, schedule]));
  for (const { name, cron } of definitions) {
    const schedule = known.get(name);
    if (cron !== null && schedule?.cron !== cron)
      await boss.schedule(name, cron, {}, { tz: 'UTC' });
    if (cron === null && schedule !== undefined) await boss.unschedule(name);
  }
}
