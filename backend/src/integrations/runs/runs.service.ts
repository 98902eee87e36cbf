import { integrationShapes } from '@lexiflow/contracts';
import type {
  IntegrationKind,
  IntegrationRun,
  Page,
  RunsQuery,
  SyncStarted,
} from '@lexiflow/contracts';
import type { Account, AccountSource } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/current-actor.ts';
import { AppError } from '../../platform/errors/define-error.ts';
import type { Job } from '../../platform/jobs/job.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { Connectors } from '../connectors/connectors.ts';
import { CredentialVault } from '../../platform/credentials/credential-vault.ts';
import { integrationActor } from '../integration-actor.ts';
import { syncs } from '../integration-row.ts';
import type { IntegrationRow } from '../integration-row.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { integrationLimits } from '../integrations.limits.ts';
import { IntegrationsService } from '../integrations.service.ts';
import { RunEnds } from './run-ends.ts';
import { endedBadly, endedWell } from './run-end.ts';
import { syncIntegration } from './integration-jobs.ts';
import { RunsRepository } from './runs.repository.ts';

/** Tests and syncs integrations, and keeps what came of it. */
@Injectable()
export class RunsService {
  #testing = 0;

  constructor(
    private readonly integrations: IntegrationsService,
    private readonly runs: RunsRepository,
    private readonly ends: RunEnds,
    private readonly connectors: Connectors,
    private readonly vault: CredentialVault,
    private readonly jobs: JobQueue,
    @Inject(GOVERNOR) private readonly memory: AccountSource,
  ) {}

  /** Throws INTEGRATION_NOT_FOUND. */
  async list(id: string, query: RunsQuery): Promise<Page<IntegrationRun>> {
    await this.integrations.stored(id);
    const { rows, ...page } = await this.runs.list(id, query);
    return { items: rows, ...page };
  }

  /**
   * Connects to the service now and answers what came of it; a failed connection is an answer too.
   * Throws INTEGRATION_NOT_FOUND and INTEGRATION_BUSY.
   */
  async test(actor: Actor, id: string): Promise<IntegrationRun> {
    const row = await this.integrations.stored(id);
    if (this.#testing >= integrationLimits.testEntries)
      throw integrationErrors.busy({ retryAfterSeconds: 5 });
    this.#testing++;
    try {
      using account = this.memory.openAccount('request', 'integration-test', {
        limitBytes: integrationLimits.testBytes,
      });
      const runId = await this.runs.begin(id, 'test', actor.name);
      const signal = AbortSignal.timeout(integrationLimits.testMs);
      const end = await this.#attempt(row, signal, account, (connector, connection) =>
        connector.test(connection),
      );
      account.shrink(account.usedBytes);
      return await this.ends.ofTest(actor, id, runId, end);
    } finally {
      this.#testing--;
    }
  }

  /** Has the integration fetched soon. Throws INTEGRATION_NOT_FOUND, INTEGRATION_DISABLED, INTEGRATION_SYNCS_NOTHING. */
  async start(actor: Actor, id: string): Promise<SyncStarted> {
    const { kind, isEnabled } = await this.integrations.stored(id);
    if (!syncs(kind)) throw integrationErrors.syncsNothing();
    if (!isEnabled) throw integrationErrors.disabled();
    const jobId = await this.jobs.send(
      null,
      syncIntegration,
      { integrationId: id, actor: actor.name },
      { singletonKey: id },
    );
    return { jobId };
  }

  /** Puts what is due in the queue; answers how many. What waits or runs already is not sent twice. */
  async sendDue(): Promise<number> {
    const ids = await this.runs.due();
    const jobs = ids.map((integrationId) => ({
      data: { integrationId, actor: 'schedule' },
      singletonKey: integrationId,
    }));
    if (jobs.length > 0) await this.jobs.sendAll(null, syncIntegration, jobs);
    return jobs.length;
  }

  /** Does one sync as a job. What fails is recorded and tried again by the schedule. */
  async run(job: Job<{ integrationId: string; actor: string }>): Promise<void> {
    const { integrationId, actor } = job.data;
    const row = await this.integrations.stored(integrationId).catch(() => null);
    if (row === null || !row.isEnabled) return;
    const runId = await this.runs.begin(integrationId, 'sync', actor);
    const end = await this.#attempt(row, job.signal, job.account, (connector, connection) => {
      if (connector.sync === undefined) throw integrationErrors.syncsNothing();
      return connector.sync(connection);
    });
    job.account.shrink(job.account.usedBytes);
    await this.ends.ofSync(integrationActor(row.name), integrationId, runId, end, job);
  }

  async #attempt(
    row: IntegrationRow,
    signal: AbortSignal,
    account: Account,
    work: (
      connector: Connector<IntegrationKind>,
      connection: Connection<IntegrationKind>,
    ) => Promise<RunFacts>,
  ) {
    try {
      const { kind, name, id } = row;
      const shape = integrationShapes[kind];
      const connection = {
        integrationId: id,
        name,
        settings: shape.settings.parse(row.settings),
        credentials: shape.credentials.parse(this.vault.open(id, row.sealed)),
        signal,
        account,
      };
      return endedWell(
        await work(this.connectors.of(kind), connection as Connection<IntegrationKind>),
      );
    } catch (error) {
      if (signal.aborted && !(error instanceof AppError)) {
        return endedBadly(integrationErrors.interrupted());
      }
      this.ends.report(error);
      return endedBadly(error);
    }
  }
}
