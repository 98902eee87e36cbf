import {
  notificationKinds,
  roles,
  type ChannelChoice,
  type NotificationKind,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { caseAudience, type AudienceMember } from '../../authorization/case-audience.ts';
import { rolePermissions } from '../../authorization/role-permissions.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { notificationsLimits } from '../notifications.limits.ts';
import '../notifications.schema.ts';
import type { CaseFacts, Draft } from './draft.ts';

/** Somebody who is to be told, and where. */
export interface Recipient extends AudienceMember, ChannelChoice {}

/** SQL of whom to tell, and where they want to hear it. */
@Injectable()
export class RecipientRepository {
  /** Those the draft is for, who may see what it is about, without the one who did it. */
  async of(trx: Transaction<Tables>, draft: Draft): Promise<Recipient[]> {
    const found = await this.#audience(trx, draft);
    const left = new Set<string | null>([draft.actor.userId, ...(draft.except ?? [])]);
    const others = found.filter(({ userId }) => !left.has(userId));
    if (others.length === 0) return [];
    const ids = others.map(({ userId }) => userId);
    const chosen = await this.#choices(trx, draft.kind, ids);
    return others.map((one) => ({
      ...one,
      ...(chosen.get(one.userId) ?? notificationKinds[draft.kind]),
    }));
  }

  /** Title and number of a case; null when there is none (any more). */
  async caseFacts(trx: Transaction<Tables>, caseId: string | null): Promise<CaseFacts | null> {
    if (caseId === null) return null;
    const found = await trx
      .selectFrom('cases')
      .select(['title', 'number'])
      .where('id', '=', caseId)
      .executeTakeFirst();
    return found ?? null;
  }

  async #audience(trx: Transaction<Tables>, draft: Draft): Promise<readonly AudienceMember[]> {
    const { to, caseId, needs = [] } = draft;
    const limit = notificationsLimits.recipients.value;
    if (to === 'operators') return await this.#operators(trx);
    if (caseId !== null) {
      const userIds = to === 'team' ? null : to;
      return await caseAudience(trx, { caseId, userIds, needs, limit });
    }
    if (to === 'team') return [];
    const { rows } =
      await sql<AudienceMember>`select id as "userId", name, email as address from users
      where id = any(${[...to]}::uuid[]) and disabled_at is null
      order by id limit ${limit}`.execute(trx);
    return rows;
  }

  async #operators(trx: Transaction<Tables>): Promise<readonly AudienceMember[]> {
    const reading = roles.filter((role) =>
      rolePermissions[role].permissions.has('monitoring:read'),
    );
    const { rows } =
      await sql<AudienceMember>`select id as "userId", name, email as address from users
      where role = any(${reading}::text[]) and disabled_at is null
      order by id limit ${notificationsLimits.operators.value}`.execute(trx);
    return rows;
  }

  async #choices(
    trx: Transaction<Tables>,
    kind: NotificationKind,
    userIds: readonly string[],
  ): Promise<Map<string, ChannelChoice>> {
    const rows = await trx
      .selectFrom('notification_preferences')
      .select(['user_id', 'in_app', 'email', 'digest'])
      .where('kind', '=', kind)
      .where('user_id', 'in', userIds)
      .execute();
    return new Map(
      rows.map(({ user_id, in_app, email, digest }) => [user_id, { inApp: in_app, email, digest }]),
    );
  }
}
