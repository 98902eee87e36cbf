import {
  notificationKindNames,
  notificationKinds,
  operatorKinds,
  type NotificationPreferences,
  type PreferencesChange,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { readerOf } from './notifications.service.ts';
import { PreferencesRepository, type StoredPreferences } from './preferences.repository.ts';

/** What users want to hear of, and where. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly database: Database,
    private readonly preferences: PreferencesRepository,
    private readonly audit: AuditLog,
  ) {}

  /** The viewer's own, every kind that can concern them with its defaults filled in. */
  async get(viewer: Viewer): Promise<NotificationPreferences> {
    const { userId } = readerOf(viewer);
    return complete(viewer, await this.preferences.of(userId));
  }

  /** Changes the viewer's own. Throws HTTP_STALE_VERSION. */
  async change(
    actor: Actor,
    change: PreferencesChange,
    version: number,
  ): Promise<NotificationPreferences> {
    const { userId } = readerOf(actor);
    return await this.database.transaction(async (trx) => {
      if ((await this.preferences.locked(trx, userId)) !== version) throw httpErrors.staleVersion();
      await this.preferences.store(trx, userId, change.digest, change.kinds ?? []);
      const { requestId = null, ip = null } = actor;
      await this.audit.record(trx, actor, {
        action: 'notification-preferences.changed',
        objectType: 'user',
        objectId: userId,
        details: { ...change },
        requestId,
        ip,
      });
      return complete(actor, await this.preferences.of(userId, trx));
    });
  }
}

function complete(viewer: Viewer, stored: StoredPreferences): NotificationPreferences {
  const chosen = new Map(stored.kinds.map((one) => [one.kind, one]));
  const mayOperate = viewer.permissions.has('monitoring:read');
  const offered = notificationKindNames.filter((kind) => mayOperate || !operatorKinds.has(kind));
  const kinds = offered.map((kind) => chosen.get(kind) ?? { kind, ...notificationKinds[kind] });
  return { version: stored.version, digest: stored.digest, kinds };
}
