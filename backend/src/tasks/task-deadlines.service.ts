import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { Outbox } from '../platform/events/outbox.ts';
import { inSlices } from '../platform/jobs/in-slices.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { single } from '../platform/metrics/metric-family.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { systemViewer } from './system-viewer.ts';
import { taskDeadlines } from './task-deadlines.job.ts';
import { tasksLimits } from './tasks.limits.ts';
import './tasks.schema.ts';

interface DueTask {
  readonly id: string;
  readonly caseId: string | null;
  readonly dueOn: string;
}

/** Marks some tasks as announced and answers them; rows that another process is at are passed over. */
type Mark = (trx: Transaction<Tables>) => Promise<readonly DueTask[]>;

const rowsAtOnce = tasksLimits.overdueRows.value;
const today = sql`(now() at time zone 'UTC')::date`;
const unfinished = sql`overdue_at is null and not on_hold
  and status in ('open', 'in-progress', 'blocked')`;
const told = sql`id, case_id as "caseId", due_on as "dueOn"`;

const markOverdue: Mark = async (trx) => {
  const { rows } = await sql<DueTask>`update tasks set overdue_at = now() where id in (
      select id from tasks where ${unfinished} and due_on < ${today}
      order by due_on, id limit ${rowsAtOnce} for update skip locked)
    returning ${told}`.execute(trx);
  return rows;
};

// Who gave out a task when it was already due soon has said so with it.
const markDueSoon: Mark = async (trx) => {
  const days = sql`${tasksLimits.dueSoonDays.value}::integer`;
  const { rows } = await sql<DueTask>`update tasks set due_soon_at = now() where id in (
      select id from tasks where ${unfinished} and due_soon_at is null
        and due_on between ${today} and ${today} + ${days}
        and (created_at at time zone 'UTC')::date < due_on - ${days}
      order by due_on, id limit ${rowsAtOnce} for update skip locked)
    returning ${told}`.execute(trx);
  return rows;
};

/** Announces each task once for each due date that comes near or passes, whoever runs the job and how often. */
@Injectable()
export class TaskDeadlinesService {
  #dueSoon = 0;
  #overdue = 0;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    metrics: Metrics,
    jobs: JobQueue,
  ) {
    metrics.add(
      single(
        'counter',
        'lexiflow_task_due_soon_announced_total',
        'Tasks this process has announced as due soon',
        () => this.#dueSoon,
      ),
    );
    metrics.add(
      single(
        'counter',
        'lexiflow_task_overdue_announced_total',
        'Tasks this process has announced as overdue',
        () => this.#overdue,
      ),
    );
    jobs.handle(taskDeadlines, async ({ signal }) => {
      await this.announceDueSoon(signal);
      await this.announceOverdue(signal);
    });
  }

  /** Marks what is due soon and records `task.due-soon` with it; answers how many tasks. */
  async announceDueSoon(signal: AbortSignal): Promise<number> {
    return inSlices(rowsAtOnce, signal, async () => {
      const count = await this.#announce('task.due-soon', markDueSoon);
      this.#dueSoon += count;
      return count;
    });
  }

  /** Marks what is overdue and records `task.overdue` with it; answers how many tasks. */
  async announceOverdue(signal: AbortSignal): Promise<number> {
    return inSlices(rowsAtOnce, signal, async () => {
      const count = await this.#announce('task.overdue', markOverdue);
      this.#overdue += count;
      return count;
    });
  }

  async #announce(type: 'task.due-soon' | 'task.overdue', mark: Mark): Promise<number> {
    return this.database.transaction(async (trx) => {
      const rows = await mark(trx);
      const events = rows.map(({ id, caseId, dueOn }) => ({
        type,
        aggregateType: 'task',
        aggregateId: id,
        caseId,
        payload: { dueOn },
      }));
      if (events.length > 0) await this.outbox.record(trx, systemViewer, ...events);
      return events.length;
    });
  }
}
