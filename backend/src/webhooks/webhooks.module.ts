import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module.ts';
import { PartiesModule } from '../parties/parties.module.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { SealedStores } from '../platform/credentials/sealed-stores.ts';
import { EventDispatcher } from '../platform/events/event-dispatcher.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { OutboundGuard } from '../platform/outbound/outbound-guard.ts';
import { AttemptSettlement, RetryDelays } from './attempt-settlement.ts';
import { cleanUpWebhooks } from './clean-up-webhooks.job.ts';
import { deliverWebhook } from './deliver-webhook.job.ts';
import { DeliveriesController } from './deliveries.controller.ts';
import { DeliveriesRepository } from './deliveries.repository.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { DeliveryBounds } from './delivery-bounds.ts';
import { DeliveryMaker } from './delivery-maker.ts';
import { OutgoingRepository } from './outgoing.repository.ts';
import { ReplayRepository } from './replay.repository.ts';
import { replayWebhook } from './replay-webhook.job.ts';
import { ReplaysService } from './replays.service.ts';
import { SealedWebhooks } from './sealed-webhooks.ts';
import { SecretRotationService } from './secret-rotation.service.ts';
import { WebhookAccess } from './webhook-access.ts';
import { WebhookCleaner } from './webhook-cleaner.ts';
import { WebhookDeliverer } from './webhook-deliverer.ts';
import { WebhookFanOut } from './webhook-fan-out.ts';
import { WebhookFigures } from './webhook-figures.ts';
import { webhookMetrics } from './webhook-metrics.ts';
import { WebhookReplayer } from './webhook-replayer.ts';
import { WebhookRules } from './webhook-rules.ts';
import { WebhookSecrets } from './webhook-secrets.ts';
import { WebhookSecretsRepository } from './webhook-secrets.repository.ts';
import { WebhookSender } from './webhook-sender.ts';
import { WebhookSwitch } from './webhook-switch.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksRepository } from './webhooks.repository.ts';
import './webhooks.schema.ts';
import { WebhooksService } from './webhooks.service.ts';

/**
 *     event ─► WebhookFanOut ─► delivery + job ─► WebhookDeliverer ─► receiver
 *                  (its turn's transaction)            └─► AttemptSettlement: log, next job, health
 */
@Module({
  imports: [AuthorizationModule, PartiesModule],
  controllers: [WebhooksController, DeliveriesController],
  providers: [
    WebhooksRepository,
    WebhookAccess,
    WebhookRules,
    WebhooksService,
    WebhookSecrets,
    WebhookSecretsRepository,
    SecretRotationService,
    SealedWebhooks,
    DeliveriesRepository,
    DeliveriesService,
    ReplayRepository,
    ReplaysService,
    OutgoingRepository,
    DeliveryBounds,
    DeliveryMaker,
    AttemptSettlement,
    WebhookSwitch,
    WebhookFanOut,
    WebhookDeliverer,
    WebhookReplayer,
    WebhookCleaner,
    {
      provide: WebhookFigures,
      inject: [Metrics],
      useFactory: (metrics: Metrics) => {
        const figures = new WebhookFigures();
        metrics.add(...webhookMetrics(figures));
        return figures;
      },
    },
    {
      provide: WebhookSender,
      inject: [OutboundGuard, CONFIG],
      useFactory: (guard: OutboundGuard, { webhook }: Config) => new WebhookSender(guard, webhook),
    },
    {
      provide: RetryDelays,
      inject: [CONFIG],
      useFactory: ({ webhook }: Config) => new RetryDelays(webhook.retryDelaysSeconds),
    },
  ],
})
export class WebhooksModule {
  constructor(
    dispatcher: EventDispatcher,
    jobs: JobQueue,
    fanOut: WebhookFanOut,
    deliverer: WebhookDeliverer,
    replayer: WebhookReplayer,
    cleaner: WebhookCleaner,
    stores: SealedStores,
    sealed: SealedWebhooks,
  ) {
    stores.add(sealed);
    dispatcher.register(fanOut);
    jobs.handle(deliverWebhook, (job) => deliverer.deliver(job));
    jobs.handle(replayWebhook, (job) => replayer.step(job));
    jobs.handle(cleanUpWebhooks, ({ signal }) => cleaner.cleanUp(signal));
  }
}
