import type {
  Page,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import { DeliveriesRepository, type SeenDelivery } from './deliveries.repository.ts';
import { OutgoingRepository } from './outgoing.repository.ts';
import { WebhookAccess } from './webhook-access.ts';
import { eventBody, testBody } from './webhook-message.ts';
import { webhookErrors } from './webhooks.errors.ts';

/** The delivery log of a webhook, as far as the viewer may see what it tells of. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly access: WebhookAccess,
    private readonly deliveries: DeliveriesRepository,
    private readonly outgoing: OutgoingRepository,
  ) {}

  /** Throws WEBHOOK_NOT_FOUND. */
  async list(
    viewer: Viewer,
    webhookId: string,
    query: WebhookDeliveryQuery,
  ): Promise<Page<WebhookDelivery>> {
    await this.access.find(viewer, webhookId);
    const { items, ...page } = await this.deliveries.page(viewer, webhookId, query);
    return { items: items.map(seen), ...page };
  }

  /**
   * A delivery with its message and attempts. What the receiver answered may repeat the message, so both
   * are shown only to who may see what it tells of. Throws WEBHOOK_NOT_FOUND, WEBHOOK_DELIVERY_NOT_FOUND.
   */
  async get(viewer: Viewer, webhookId: string, id: string): Promise<WebhookDeliveryDetail> {
    await this.access.find(viewer, webhookId);
    const found = await this.deliveries.find(viewer, webhookId, id);
    if (found === undefined) throw webhookErrors.deliveryNotFound();
    const body = await this.#body(viewer, found);
    const attempts = await this.deliveries.attempts(id);
    const tries = body === null ? attempts.map((one) => ({ ...one, response: null })) : attempts;
    return { ...seen(found), body, tries };
  }

  async #body(viewer: Viewer, { eventId, webhookId, createdAt }: SeenDelivery) {
    if (eventId === null) return testBody(webhookId, createdAt);
    const event = await this.outgoing.openEvent(viewer, eventId);
    return event === undefined ? null : eventBody(event);
  }
}

function seen({ isOpen: _isOpen, ...delivery }: SeenDelivery): WebhookDelivery {
  return delivery;
}
