import type { SecretRotation, WebhookMade } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import { shown, WebhookAccess } from './webhook-access.ts';
import { WebhookSecrets } from './webhook-secrets.ts';
import { WebhookSecretsRepository } from './webhook-secrets.repository.ts';

/** New signing secrets in the place of old ones. */
@Injectable()
export class SecretRotationService {
  constructor(
    private readonly database: Database,
    private readonly rows: WebhookSecretsRepository,
    private readonly secrets: WebhookSecrets,
    private readonly access: WebhookAccess,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Gives the webhook a new secret, in this answer only; the old one signs beside it for the overlap. One
   * that cannot be opened any more is replaced with an overlap of 0. Throws WEBHOOK_NOT_FOUND,
   * WEBHOOK_OWNER_NEEDED, WEBHOOK_SCOPE_NOT_HELD, CREDENTIAL_NO_KEY, CREDENTIAL_KEY_UNKNOWN.
   */
  async rotate(viewer: Actor, id: string, { overlapHours }: SecretRotation): Promise<WebhookMade> {
    const { requestId = null, ip = null } = viewer;
    return await this.database.transaction(async (trx) => {
      await this.access.requireControl(viewer, await this.access.find(viewer, id, trx), trx);
      const { secret, sealed } = this.secrets.make(id);
      const before = await this.rows.lock(trx, id);
      const previous = overlapHours > 0 ? this.secrets.reseal(id, before) : null;
      await this.rows.rotate(trx, id, sealed, previous, overlapHours);
      await this.audit.record(trx, viewer, {
        ...{ action: 'webhook.secret-rotated', objectType: 'webhook', objectId: id },
        ...{ details: { overlapHours }, requestId, ip },
      });
      return { secret, webhook: shown(await this.access.find(viewer, id, trx)) };
    });
  }
}
