import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { DocketModule } from '../docket/docket.module.ts';
import { SealedStores } from '../platform/credentials/sealed-stores.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { CalendarConnector } from './calendar/calendar-connector.ts';
import { CalendarEventsRepository } from './calendar/calendar-events.repository.ts';
import { Connectors } from './connectors/connectors.ts';
import { KeysService } from './credentials/keys.service.ts';
import { SealedIntegrations } from './credentials/sealed-integrations.ts';
import { DocketsConnector } from './dockets/dockets-connector.ts';
import { EmbeddingsConnector } from './embeddings/embeddings-connector.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { FeedsRepository } from './feeds/feeds.repository.ts';
import { FeedsService } from './feeds/feeds.service.ts';
import { IntegrationCache } from './integration-cache.ts';
import { IntegrationsController } from './integrations.controller.ts';
import { IntegrationsRepository } from './integrations.repository.ts';
import { IntegrationsService } from './integrations.service.ts';
import { MailboxConnector } from './mailbox/mailbox-connector.ts';
import { MailboxMessagesRepository } from './mailbox/mailbox-messages.repository.ts';
import { FetchedController } from './fetched.controller.ts';
import { FetchedService } from './fetched.service.ts';
import { RestConnector } from './rest/rest-connector.ts';
import { dueIntegrations, resealIntegrations, syncIntegration } from './runs/integration-jobs.ts';
import { RunEnds } from './runs/run-ends.ts';
import { RunFigures } from './runs/run-figures.ts';
import { RunsRepository } from './runs/runs.repository.ts';
import { RunsService } from './runs/runs.service.ts';
import { StorageConnector } from './storage/storage-connector.ts';

/** Connections to other services: mailboxes, calendars, storage, embeddings, dockets, anything over HTTP. */
@Module({
  imports: [CasesModule, DocketModule],
  controllers: [IntegrationsController, FetchedController, FeedsController],
  providers: [
    { provide: RunFigures, useFactory: () => new RunFigures() },
    CalendarConnector,
    CalendarEventsRepository,
    Connectors,
    DocketsConnector,
    EmbeddingsConnector,
    FeedsRepository,
    FeedsService,
    FetchedService,
    IntegrationCache,
    IntegrationsRepository,
    IntegrationsService,
    KeysService,
    MailboxConnector,
    MailboxMessagesRepository,
    RestConnector,
    RunEnds,
    RunsRepository,
    RunsService,
    SealedIntegrations,
    StorageConnector,
  ],
  exports: [IntegrationsService],
})
export class IntegrationsModule {
  constructor(
    jobs: JobQueue,
    runs: RunsService,
    keys: KeysService,
    stores: SealedStores,
    sealed: SealedIntegrations,
    metrics: Metrics,
    figures: RunFigures,
  ) {
    jobs.handle(syncIntegration, (job) => runs.run(job));
    jobs.handle(dueIntegrations, async () => void (await runs.sendDue()));
    jobs.handle(resealIntegrations, async ({ signal }) => void (await keys.reseal(signal)));
    stores.add(sealed);
    metrics.add(...figures.metrics());
  }
}
