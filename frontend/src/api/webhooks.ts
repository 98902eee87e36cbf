import { queryOptions } from '@tanstack/react-query';
import type {
  Webhook,
  WebhookBody,
  WebhookChange,
  WebhookDeliveryDetail,
  WebhookMade,
  WebhookReplay,
  WebhookReplayStarted,
} from '@lexiflow/contracts';
import { request } from './request.ts';

/** Where webhooks are listed. */
export const WEBHOOKS_PATH = '/webhooks';

/** Where the deliveries of a webhook are listed. */
export function deliveriesPath(webhookId: string): string {
  return `${WEBHOOKS_PATH}/${webhookId}/deliveries`;
}

/** One webhook. */
export function webhookQuery(id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'one', id],
    queryFn: ({ signal }) => request<Webhook>(`${WEBHOOKS_PATH}/${id}`, { signal }),
  });
}

/** How often a delivery is looked at while an attempt is due. */
const WAITING_INTERVAL_MS = 2_000;

/** One delivery with its message and attempts; read again while it waits. */
export function deliveryQuery(webhookId: string, id: string) {
  return queryOptions({
    queryKey: ['webhooks', 'delivery', webhookId, id],
    queryFn: ({ signal }) =>
      request<WebhookDeliveryDetail>(`${deliveriesPath(webhookId)}/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? WAITING_INTERVAL_MS : false),
  });
}

/** Makes a webhook; the answer holds its secret, this once. */
export function createWebhook(body: WebhookBody): Promise<WebhookMade> {
  return request(WEBHOOKS_PATH, { method: 'POST', body });
}

/** Changes a webhook made on `version`, or turns it on or off. */
export function changeWebhook(id: string, version: number, body: WebhookChange): Promise<Webhook> {
  return request(`${WEBHOOKS_PATH}/${id}`, { method: 'PATCH', version, body });
}

/** Removes a webhook with its log. */
export function deleteWebhook(id: string): Promise<void> {
  return request(`${WEBHOOKS_PATH}/${id}`, { method: 'DELETE' });
}

/** Gives a webhook a new secret, shown this once. */
export function rotateSecret(id: string, overlapHours: number): Promise<WebhookMade> {
  return request(`${WEBHOOKS_PATH}/${id}/rotate-secret`, {
    method: 'POST',
    body: { overlapHours },
  });
}

/** Sends a test message. */
export function testWebhook(id: string): Promise<WebhookDeliveryDetail> {
  return request(`${WEBHOOKS_PATH}/${id}/test`, { method: 'POST' });
}

/** Delivers once more. */
export function replayDelivery(webhookId: string, id: string): Promise<WebhookDeliveryDetail> {
  return request(`${deliveriesPath(webhookId)}/${id}/replay`, { method: 'POST' });
}

/** Delivers the events of a time range again. */
export function replayRange(id: string, body: WebhookReplay): Promise<WebhookReplayStarted> {
  return request(`${WEBHOOKS_PATH}/${id}/replay`, { method: 'POST', body });
}
