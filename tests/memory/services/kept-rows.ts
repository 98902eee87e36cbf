import type { SoakFirm } from './firm.ts';
import type { HighestReadings } from './highest.ts';
import { statedLimit } from './stated-limit.ts';

/** Holds what the database keeps for a user, a webhook and an integration against its bound. */
export async function noteKeptRows(
  readings: HighestReadings,
  { admin, users }: SoakFirm,
  ids: { readonly webhookId: string; readonly rest: string },
): Promise<void> {
  const total = async (path: string): Promise<number> =>
    (await admin.get(`${path}?limit=1&count=true`)).total;
  const webhooks = 'webhooks/webhooks.limits.ts';
  readings.note(
    'deliveries kept of the webhook',
    await total(`/webhooks/${ids.webhookId}/deliveries`),
    // The log may be longer by what is made between two looks at it.
    statedLimit(webhooks, 'deliveriesPerWebhookEntries') + statedLimit(webhooks, 'trimEntries'),
  );
  let notifications = 0;
  for (const { client } of users) {
    const page = await client.get('/notifications?limit=1&count=true');
    notifications = Math.max(notifications, page.total);
  }
  readings.note(
    'notifications kept of one user',
    notifications,
    statedLimit('notifications/notifications.limits.ts', 'perUserRows'),
  );
  let sessions = 0;
  for (const { client } of users)
    sessions = Math.max(sessions, (await client.get('/auth/sessions?limit=100')).items.length);
  readings.note(
    'open sessions of one user',
    sessions,
    statedLimit('auth/auth.limits.ts', 'SESSIONS_PER_USER'),
  );
  let runs = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: unknown[]; nextCursor: string | null } = await admin.get(
      `/integrations/${ids.rest}/runs?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    runs += page.items.length;
    cursor = page.nextCursor;
  }
  readings.note(
    'runs kept of the integration',
    runs,
    statedLimit('integrations/integrations.limits.ts', 'runEntries'),
  );
}
