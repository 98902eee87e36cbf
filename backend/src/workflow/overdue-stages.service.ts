import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { Outbox } from '../platform/events/outbox.ts';
import { inSlices } from '../platform/jobs/in-slices.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { single } from '../platform/metrics/metric-family.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { systemViewer } from '../tasks/system-viewer.ts';
import { overdueStages } from './overdue-stages.job.ts';
import { workflowLimits } from './workflow.limits.ts';
import './workflow.schema.ts';

interface OverdueStage {
  readonly stageId: string;
  readonly dueOn: string;
  readonly workflowId: string;
  readonly caseId: string;
}

/** Announces each stage once for each due date that passes, whoever runs the job and how often. */
@Injectable()
export class OverdueStagesService {
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
        'lexiflow_workflow_overdue_announced_total',
        'Workflow stages this process has announced as overdue',
        () => this.#announced,
      ),
    );
    jobs.handle(overdueStages, async ({ signal }) => void (await this.announce(signal)));
  }

  /** Marks what is overdue and records `workflow.stage-overdue` with it; answers how many stages. */
  async announce(signal: AbortSignal): Promise<number> {
    return inSlices(workflowLimits.overdueRows.value, signal, async () => {
      const count = await this.#announceSome();
      this.#announced += count;
      return count;
    });
  }

  // Rows that another process is at are passed over: it announces them.
  async #announceSome(): Promise<number> {
    return this.database.transaction(async (trx) => {
      const { rows } = await sql<OverdueStage>`update workflow_stages as s set overdue_at = now()
        from workflows as w where w.id = s.workflow_id and s.id in (
          select late.id from workflow_stages as late
            join workflows as running on running.id = late.workflow_id
          where late.status = 'active' and late.overdue_at is null
            and running.status = 'running' and late.due_on < (now() at time zone 'UTC')::date
          order by late.due_on, late.id limit ${workflowLimits.overdueRows.value}
          for update of late skip locked)
        returning s.id as "stageId", s.due_on as "dueOn", w.id as "workflowId",
          w.case_id as "caseId"`.execute(trx);
      if (rows.length === 0) return 0;
      const events = rows.map(({ stageId, dueOn, workflowId, caseId }) => ({
        type: 'workflow.stage-overdue' as const,
        aggregateType: 'workflow',
        aggregateId: workflowId,
        caseId,
        payload: { stageId, dueOn },
      }));
      await this.outbox.record(trx, systemViewer, ...events);
      return rows.length;
    });
  }
}
