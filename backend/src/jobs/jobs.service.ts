import type { JobDetail, JobQueues, JobSummary, JobsQuery, Page } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import { JobList } from '../platform/jobs/job-list.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';

/** The job queue as operators see it. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly jobs: JobList,
    private readonly audit: AuditLog,
  ) {}

  async list(query: JobsQuery): Promise<Page<JobSummary>> {
    return await this.jobs.list(query);
  }

  /** Throws JOB_NOT_FOUND. */
  async get(id: string): Promise<JobDetail> {
    return await this.jobs.find(id);
  }

  /** Every kind of job with what the database says of its queue now. */
  async queues(): Promise<JobQueues> {
    const depths = new Map((await this.queue.store.states()).map((state) => [state.name, state]));
    const items = [...this.queue.definitions.values()].map((definition) => {
      const { name, priority, concurrency, retry, timeoutMs, cron } = definition;
      const depth = depths.get(name);
      const { ended } = this.queue.runner.figuresOf(name);
      return {
        queue: name,
        priority,
        concurrency,
        attemptLimit: retry.limit + 1,
        timeoutMs,
        waiting: depth?.waiting ?? 0,
        due: depth?.due ?? 0,
        active: depth?.active ?? 0,
        dead: depth?.dead ?? 0,
        oldestSeconds: depth?.oldestSeconds ?? 0,
        completedTotal: ended.completed,
        failedTotal: ended.failed + ended.dead,
        cron,
        nextRunAt: cron === null ? null : this.queue.nextRun(cron),
      };
    });
    const { isPaused, running } = this.queue.runner;
    return { isPaused, running, items: items.toSorted((a, b) => (a.queue < b.queue ? -1 : 1)) };
  }

  /** Lets a dead letter run again; recorded in the audit log. Throws JOB_NOT_FOUND, JOB_NOT_DEAD. */
  async replay(actor: Actor, id: string): Promise<JobDetail> {
    const queue = await this.database.transaction(async (trx) => {
      const found = await this.jobs.replay(trx, id);
      await this.#record(trx, actor, 'job.replayed', id, found.queue);
      return found.queue;
    });
    this.queue.runner.wake(queue);
    return await this.jobs.find(id);
  }

  /** Removes a dead letter; recorded in the audit log. Throws JOB_NOT_FOUND, JOB_NOT_DEAD. */
  async discard(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (trx) => {
      const { queue } = await this.jobs.discard(trx, id);
      await this.#record(trx, actor, 'job.discarded', id, queue);
    });
  }

  async #record(
    trx: Parameters<AuditLog['record']>[0],
    actor: Actor,
    action: string,
    objectId: string,
    queue: string,
  ): Promise<void> {
    const { requestId = null, ip = null } = actor;
    const entry = { action, objectType: 'job', objectId, details: { queue }, requestId, ip };
    await this.audit.record(trx, actor, entry);
  }
}
