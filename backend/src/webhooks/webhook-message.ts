import type { StoredEvent } from '../platform/events/stored-event.ts';

/** Type of the message that a test delivery sends; no event has it. */
export const TEST_TYPE = 'webhook.test';

/** The body that tells of an event: type, time and data, as Standard Webhooks has it. */
export function eventBody(event: Omit<StoredEvent, 'position'>): string {
  const { type, at, id, aggregateType, aggregateId, caseId, actorId, actorName, payload } = event;
  return JSON.stringify({
    type,
    timestamp: at,
    data: { eventId: id, aggregateType, aggregateId, caseId, actorId, actorName, payload },
  });
}

/** The body of a test delivery. */
export function testBody(webhookId: string, at: string): string {
  return JSON.stringify({
    type: TEST_TYPE,
    timestamp: at,
    data: { webhookId, text: 'This is a test of the webhook. Nothing has happened.' },
  });
}
