import type {
  EventType,
  Page,
  Webhook,
  WebhookBody,
  WebhookChange,
  WebhookMade,
  WebhookQuery,
} from '@lexiflow/contracts';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { changedFields } from '../platform/database/changed-fields.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { shown, WebhookAccess } from './webhook-access.ts';
import { WebhookRules } from './webhook-rules.ts';
import { WebhookSecrets } from './webhook-secrets.ts';
import { webhookErrors } from './webhooks.errors.ts';
import { WebhooksRepository } from './webhooks.repository.ts';

/** Subscriptions to domain events, made by the user on whose behalf they hear. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksRepository,
    private readonly access: WebhookAccess,
    private readonly rules: WebhookRules,
    private readonly changes: ChangeLog,
    private readonly secrets: WebhookSecrets,
  ) {}

  /** The viewer's own, or those of all users with `webhook:manage-all`. */
  async list(viewer: Viewer, query: WebhookQuery): Promise<Page<Webhook>> {
    const wantsAll = query.all === true || viewer.userId === null;
    if (wantsAll && !viewer.permissions.has('webhook:manage-all')) throw httpErrors.notAllowed();
    const { items, ...page } = await this.webhooks.page(wantsAll ? null : viewer.userId, query);
    return { items: items.map(shown), ...page };
  }

  /** Throws WEBHOOK_NOT_FOUND. */
  async get(viewer: Viewer, id: string): Promise<Webhook> {
    return shown(await this.access.find(viewer, id));
  }

  /**
   * Makes a webhook; its secret is in this answer only. Throws WEBHOOK_USER_NEEDED, WEBHOOK_TOO_MANY,
   * WEBHOOK_EVENT_NOT_OPEN, OUTBOUND_URL_INVALID, OUTBOUND_HOST_REFUSED, CREDENTIAL_NO_KEY.
   */
  async create(viewer: Actor, { name, url, events }: WebhookBody): Promise<WebhookMade> {
    const ownerId = viewer.userId;
    if (ownerId === null) throw webhookErrors.userNeeded();
    this.rules.check(viewer, { url, events });
    const scopes = viewer.kind === 'api-key' ? [...viewer.permissions] : null;
    const id = newId();
    const { secret, sealed } = this.secrets.make(id);
    const webhook = await this.database.transaction(async (trx) => {
      this.rules.checkCounts(await this.webhooks.counts(trx, ownerId));
      const row = { id, ownerId, name, url, events: unique(events), scopes, sealedSecret: sealed };
      await this.webhooks.insert(trx, row);
      await this.#record(trx, viewer, 'webhook.created', id, { ownerId });
      return await this.access.find(viewer, id, trx);
    });
    return { secret, webhook: shown(webhook) };
  }

  /**
   * Changes a webhook, or turns it on or off; on, it is told of what happens from then on. Another's may
   * only be turned on or off. Throws WEBHOOK_NOT_FOUND, HTTP_STALE_VERSION, WEBHOOK_OWNER_NEEDED and what
   * `create` throws.
   */
  async change(
    viewer: Actor,
    id: string,
    version: number,
    change: WebhookChange,
  ): Promise<Webhook> {
    return await this.database.transaction(async (trx) => {
      const before = await this.access.find(viewer, id, trx);
      if (before.version !== version) throw httpErrors.staleVersion();
      const wanted = changesOf(before, change);
      const fields = Object.keys(wanted);
      if (fields.length === 0) return shown(before);
      if (fields.some((field) => field !== 'enabled'))
        await this.access.requireControl(viewer, before, trx);
      this.rules.check(viewer, wanted);
      if (!(await this.webhooks.update(trx, id, version, wanted))) throw httpErrors.staleVersion();
      await this.#record(trx, viewer, 'webhook.changed', id, { fields });
      return shown(await this.access.find(viewer, id, trx));
    });
  }

  /** Removes a webhook with its deliveries; what waits is not sent. Throws WEBHOOK_NOT_FOUND. */
  async remove(viewer: Actor, id: string): Promise<void> {
    await this.database.transaction(async (trx) => {
      const { ownerId } = await this.access.find(viewer, id, trx);
      await this.webhooks.remove(trx, id);
      await this.#record(trx, viewer, 'webhook.deleted', id, { ownerId });
    });
  }

  async #record(
    trx: Transaction<Tables>,
    viewer: Actor,
    type: EventType,
    objectId: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.changes.record(trx, viewer, { type, objectType: 'webhook', objectId, payload });
  }
}

/** What differs: an address that is given as it is does not wipe out what is known of its receiver. */
function changesOf(before: Webhook, { events, ...rest }: WebhookChange): WebhookChange {
  const fields = changedFields({ ...before }, rest);
  const wanted = Object.fromEntries(Object.entries(rest).filter(([name]) => fields.includes(name)));
  if (events === undefined) return wanted;
  const sorted = unique(events);
  return isDeepStrictEqual(sorted, before.events) ? wanted : { ...wanted, events: sorted };
}

function unique(events: readonly EventType[] | null): EventType[] | null {
  return events === null ? null : [...new Set(events)].sort();
}
