import type { NotificationKind } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { newId } from '../../platform/database/id.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { defaultDigest, nextDigestAt } from '../digest/next-digest.ts';
import { notificationsLimits } from '../notifications.limits.ts';
import '../notifications.schema.ts';
import type { Recipient } from './recipient.repository.ts';

/** What all recipients are told. */
export interface RaisedFacts {
  readonly kind: NotificationKind;
  readonly title: string;
  readonly detail: string;
  readonly path: string;
  readonly caseId: string | null;
  readonly foldKey: string;
  readonly actorName: string;
}

/** The notification of one recipient after it was written. */
export interface RaisedRow {
  readonly id: string;
  readonly userId: string;
  readonly isNew: boolean;
  /** No email about it has gone out lately. */
  readonly mayMail: boolean;
}

/** SQL of writing notifications. */
@Injectable()
export class RaisingRepository {
  /** Writes one for each recipient, or counts up their unread one, in one statement. */
  async raise(
    trx: Transaction<Tables>,
    facts: RaisedFacts,
    recipients: readonly Recipient[],
  ): Promise<RaisedRow[]> {
    const { kind, title, detail, path, caseId, foldKey, actorName } = facts;
    const againMs = notificationsLimits.emailAgainMs.value;
    const { rows } = await sql<RaisedRow>`insert into notifications as n
        (id, user_id, type, title, body, path, case_id, fold_key, actor_name, in_app, digest)
      select r.id, r.user_id, ${kind}, ${title}, ${detail}, ${path}, ${caseId}::uuid,
        ${foldKey}::uuid, ${actorName}, r.in_app, r.digest
      from unnest(${recipients.map(() => newId())}::uuid[],
        ${recipients.map(({ userId }) => userId)}::uuid[],
        ${recipients.map(({ inApp }) => inApp)}::boolean[],
        ${recipients.map(({ digest }) => digest)}::boolean[])
        as r(id, user_id, in_app, digest)
      on conflict (user_id, type, fold_key) where read_at is null do update
      set count = n.count + 1, title = excluded.title, body = excluded.body,
        path = excluded.path, case_id = excluded.case_id, actor_name = excluded.actor_name,
        in_app = excluded.in_app, digest = excluded.digest, digested_at = null,
        updated_at = clock_timestamp()
      returning n.id, n.user_id as "userId", n.count = 1 as "isNew",
        (n.emailed_at is null
          or n.emailed_at < now() - make_interval(secs => ${againMs / 1000}::float8)) as "mayMail"`.execute(
      trx,
    );
    return rows;
  }

  /** Counts new rows to their users; who has more than the bound loses the oldest of their own. */
  async keepWithinCap(trx: Transaction<Tables>, raised: readonly RaisedRow[]): Promise<void> {
    const userIds = raised.filter(({ isNew }) => isNew).map(({ userId }) => userId);
    if (userIds.length === 0) return;
    const first = nextDigestAt(Date.now(), defaultDigest)?.toISOString() ?? null;
    const cap = notificationsLimits.perUserRows.value;
    const { rows } = await sql<{ userId: string }>`with counted as (
        insert into notification_settings as s (user_id, stored, next_digest_at)
        select id, 1, ${first}::timestamptz from unnest(${userIds}::uuid[]) as u(id)
        on conflict (user_id) do update set stored = s.stored + 1
        returning s.user_id, s.stored)
      select user_id as "userId" from counted where stored > ${cap}`.execute(trx);
    for (const { userId } of rows) await this.#trim(trx, userId);
  }

  /** Remembers that an email about what the draft is about has just gone out. */
  async noteMailed(
    trx: Transaction<Tables>,
    { kind, foldKey }: Pick<RaisedFacts, 'kind' | 'foldKey'>,
    userIds: readonly string[],
  ): Promise<void> {
    await trx
      .updateTable('notifications')
      .set({ emailed_at: sql<string>`now()` })
      .where('user_id', 'in', userIds)
      .where('type', '=', kind)
      .where('fold_key', '=', foldKey)
      .where('read_at', 'is', null)
      .execute();
  }

  async #trim(trx: Transaction<Tables>, userId: string): Promise<void> {
    const { perUserRows, trimRows } = notificationsLimits;
    await sql`delete from notifications where id in (
      select id from notifications where user_id = ${userId}
      order by updated_at desc, id desc
      offset ${perUserRows.value - trimRows.value})`.execute(trx);
    await sql`update notification_settings set stored = (
        select count(*) from notifications where user_id = ${userId})
      where user_id = ${userId}`.execute(trx);
  }
}
