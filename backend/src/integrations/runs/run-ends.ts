import type { IntegrationRun } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import { ChangeLog } from '../../audit/change-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/errors/define-error.ts';
import { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import type { Job } from '../../platform/jobs/job.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { RunFigures } from './run-figures.ts';
import { RunsRepository } from './runs.repository.ts';
import type { RunEnd } from './runs.repository.ts';

/** Writes how a run ended: history, audit log, event and schedule in one transaction. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly database: Database,
    private readonly runs: RunsRepository,
    private readonly audit: AuditLog,
    private readonly changes: ChangeLog,
    private readonly figures: RunFigures,
    private readonly reporter: ErrorReporter,
  ) {}

  /** Throws INTEGRATION_NOT_FOUND when the integration was removed meanwhile. */
  async ofTest(actor: Actor, id: string, runId: string, end: RunEnd): Promise<IntegrationRun> {
    this.figures.count('test', end.outcome);
    return this.database.transaction(async (trx) => {
      const run = await this.runs.end(trx, runId, end);
      if (run === undefined) throw integrationErrors.notFound();
      const { requestId = null, ip = null } = actor;
      await this.audit.record(trx, actor, {
        action: 'integration.tested',
        objectType: 'integration',
        objectId: id,
        caseId: null,
        details: { outcome: end.outcome, code: end.code },
        requestId,
        ip,
      });
      return run;
    });
  }

  /** Ends the job with the run, so that neither is ever done without the other. */
  async ofSync(actor: Actor, id: string, runId: string, end: RunEnd, job: Job<unknown>) {
    this.figures.count('sync', end.outcome);
    await this.database.transaction(async (trx) => {
      const run = await this.runs.end(trx, runId, end);
      await this.runs.plan(trx, id, end.outcome === 'ok');
      if (run !== undefined) {
        await this.changes.record(trx, actor, {
          type: 'integration.synced',
          objectType: 'integration',
          objectId: id,
          payload: { outcome: end.outcome },
        });
      }
      await job.completeIn(trx);
    });
  }

  /** Tells the log of a failure that is no expected answer of the other side. */
  report(error: unknown): void {
    if (!(error instanceof AppError)) this.reporter.background('integration', error);
  }
}
