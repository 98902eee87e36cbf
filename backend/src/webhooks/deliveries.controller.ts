import {
  id,
  webhookDeliveryDetail,
  webhookDeliveryPage,
  webhookDeliveryQuery,
  webhookReplay,
  webhookReplayStarted,
} from '@lexiflow/contracts';
import type {
  Page,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryQuery,
  WebhookReplay,
  WebhookReplayStarted,
} from '@lexiflow/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import * as z from 'zod/mini';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { DeliveriesService } from './deliveries.service.ts';
import { ReplaysService } from './replays.service.ts';

const own = { access: 'webhook:manage-own', tag: 'webhooks' } as const;
const deliveryParams = z.strictObject({ id, deliveryId: id });
type DeliveryParams = z.infer<typeof deliveryParams>;

@Controller('webhooks/:id')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly replays: ReplaysService,
  ) {}

  @Get('deliveries')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Deliveries of a webhook, newest first',
    params: idParams,
    query: webhookDeliveryQuery,
    answer: webhookDeliveryPage,
  })
  list(
    @CurrentViewer() viewer: Viewer,
    @Input('params') { id: webhookId }: IdParams,
    @Input('query') query: WebhookDeliveryQuery,
  ): Promise<Page<WebhookDelivery>> {
    return this.deliveries.list(viewer, webhookId, query);
  }

  @Get('deliveries/:deliveryId')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'A delivery with its message and every attempt',
    params: deliveryParams,
    answer: webhookDeliveryDetail,
  })
  get(
    @CurrentViewer() viewer: Viewer,
    @Input('params') { id: webhookId, deliveryId }: DeliveryParams,
  ): Promise<WebhookDeliveryDetail> {
    return this.deliveries.get(viewer, webhookId, deliveryId);
  }

  @Post('deliveries/:deliveryId/replay')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Deliver once more, now and under the same webhook-id',
    params: deliveryParams,
    answer: webhookDeliveryDetail,
    status: 202,
  })
  async replay(
    @CurrentActor() actor: Actor,
    @Input('params') { id: webhookId, deliveryId }: DeliveryParams,
  ): Promise<WebhookDeliveryDetail> {
    await this.replays.replay(actor, webhookId, deliveryId);
    return await this.deliveries.get(actor, webhookId, deliveryId);
  }

  @Post('replay')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Deliver the events of a time range again, and those that were missed',
    params: idParams,
    body: webhookReplay,
    answer: webhookReplayStarted,
    status: 202,
  })
  replayRange(
    @CurrentActor() actor: Actor,
    @Input('params') { id: webhookId }: IdParams,
    @Input('body') body: WebhookReplay,
  ): Promise<WebhookReplayStarted> {
    return this.replays.replayRange(actor, webhookId, body);
  }

  @Post('test')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Send a test message; the answer names its delivery',
    params: idParams,
    answer: webhookDeliveryDetail,
    status: 202,
  })
  async test(
    @CurrentActor() actor: Actor,
    @Input('params') { id: webhookId }: IdParams,
  ): Promise<WebhookDeliveryDetail> {
    const deliveryId = await this.replays.test(actor, webhookId);
    return await this.deliveries.get(actor, webhookId, deliveryId);
  }
}
