import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { Outbox } from '../platform/events/outbox.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { single } from '../platform/metrics/metric-family.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { systemViewer } from './system-viewer.ts';
import { overdueTasks } from './overdue-tasks.job.ts';
import { tasksLimits } from './tasks.limits.ts';
import './tasks.schema.ts';

/** Announces each task once for each due date that passes, whoever runs the job and how often. */
@Injectable()
export class OverdueTasksService {
  #announced = 0;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    metrics: Metrics,
    jobs: JobQueue,
  ) {
    metrics.add(
      single(
        'counter',
        'lexiflow_task_overdue_announced_total',
        'Tasks this process has announced as overdue',
        () => this.#announced,
      ),
    );
    jobs.handle(overdueTasks, async ({ signal }) => void (await this.announce(signal)));
  }

  /** Marks what is overdue and records `task.overdue` with it; answers how many tasks. */
  async announce(signal: AbortSignal): Promise<number> {
    let total = 0;
    for (;;) {
      signal.throwIfAborted();
      const count = await this.#announceSome();
      total += count;
      this.#announced += count;
      if (count < tasksLimits.overdueRows.value) return total;
    }
  }

  // Rows that another process is at are passed over: it announces them.
  async #announceSome(): Promise<number> {
    return this.database.transaction(async (trx) => {
      const { rows } = await sql<{ id: string; caseId: string | null; dueOn: string }>`
        update tasks set overdue_at = now() where id in (
          select id from tasks where overdue_at is null and not on_hold
            and status in ('open', 'in-progress', 'blocked')
            and due_on < (now() at time zone 'UTC')::date
          order by due_on, id limit ${tasksLimits.overdueRows.value} for update skip locked)
        returning id, case_id as "caseId", due_on as "dueOn"`.execute(trx);
      if (rows.length === 0) return 0;
      const events = rows.map(({ id, caseId, dueOn }) => ({
        type: 'task.overdue' as const,
        aggregateType: 'task',
        aggregateId: id,
        caseId,
        payload: { dueOn },
      }));
      await this.outbox.record(trx, systemViewer, ...events);
      return rows.length;
    });
  }
}
