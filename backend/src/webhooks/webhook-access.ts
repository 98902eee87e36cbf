import type { Webhook } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { ownerViewer } from './webhook-owner.ts';
import { webhookErrors } from './webhooks.errors.ts';
import { WebhooksRepository, type StoredWebhook } from './webhooks.repository.ts';

/** Who may do what with which webhook. */
@Injectable()
export class WebhookAccess {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksRepository,
  ) {}

  /** One's own webhook, or anyone's with `webhook:manage-all`. Throws WEBHOOK_NOT_FOUND. */
  async find(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<StoredWebhook> {
    const found = await this.webhooks.find(id, trx);
    if (found === undefined) throw webhookErrors.notFound();
    const isOwn = viewer.userId === found.ownerId;
    if (!isOwn && !viewer.permissions.has('webhook:manage-all')) throw webhookErrors.notFound();
    return found;
  }

  /**
   * Passes for whoever may decide where a webhook's messages go and who can sign them: its owner, with a
   * credential that opens at least what the webhook is told of. Otherwise a narrow API key could send
   * itself what it may not read. Throws WEBHOOK_OWNER_NEEDED, WEBHOOK_SCOPE_NOT_HELD.
   */
  async requireControl(
    viewer: Viewer,
    webhook: StoredWebhook,
    trx?: Transaction<Tables>,
  ): Promise<void> {
    if (viewer.userId !== webhook.ownerId) throw webhookErrors.ownerNeeded();
    const heard = await ownerViewer(trx ?? this.database.db, webhook);
    const missing = [...heard.permissions].filter((held) => !viewer.permissions.has(held));
    if (missing.length > 0) throw webhookErrors.scopeNotHeld(`It lacks ${missing.join(', ')}.`);
  }
}

/** The webhook as it is answered: without what only the server needs. */
export function shown(stored: StoredWebhook): Webhook {
  const { scopes: _scopes, ownerEmail: _email, role: _role, ...webhook } = stored;
  return webhook;
}
