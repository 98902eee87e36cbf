import type { Notification, NotificationsQuery, Page } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type SqlBool, type Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { notificationsLimits } from './notifications.limits.ts';
import './notifications.schema.ts';

const latestFirst: Keyset = {
  name: 'notifications',
  isDescending: true,
  columns: [
    { expression: sql`notifications.updated_at`, type: 'timestamptz' },
    { expression: sql`notifications.id`, type: 'uuid' },
  ],
};

/** A viewer who is a user. */
export type Reader = Viewer & { readonly userId: string };

/** SQL of reading notifications: always the reader's own, of cases that are open to them now. */
@Injectable()
export class NotificationsRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /** One page, latest first. */
  async page(reader: Reader, query: NotificationsQuery): Promise<Page<Notification>> {
    const list = this.#own(reader, query);
    const { rows, nextCursor } = await keysetPage(
      list
        .leftJoin('cases', 'cases.id', 'notifications.case_id')
        .select([
          'notifications.id',
          'notifications.type as kind',
          'notifications.title',
          'notifications.body as detail',
          'notifications.count',
          'notifications.path',
          'notifications.case_id as caseId',
          'cases.title as caseTitle',
          'notifications.actor_name as actor',
          'notifications.created_at as createdAt',
          'notifications.updated_at as updatedAt',
          'notifications.read_at as readAt',
        ]),
      latestFirst,
      query,
    );
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await list
      .select(this.database.db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** How many are unread. */
  async unread(reader: Reader): Promise<number> {
    const counted = await this.#own(reader, { unread: true })
      .select(this.database.db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return counted.total;
  }

  /** Marks one as read; false when the reader has no such one. One that was read stays as it was. */
  async read(trx: Transaction<Tables>, reader: Reader, id: string): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`update notifications
      set read_at = coalesce(read_at, clock_timestamp())
      where id = ${id} and user_id = ${reader.userId} and in_app and ${this.#open(reader)}
      returning id`.execute(trx);
    return rows.length > 0;
  }

  /** Marks all as read that were there at `until`; answers how many. */
  async readAll(trx: Transaction<Tables>, reader: Reader, until: string | null): Promise<number> {
    const { rows } = await sql<{ count: number }>`with marked as (update notifications
        set read_at = clock_timestamp()
        where user_id = ${reader.userId} and in_app and read_at is null
          and updated_at <= coalesce(${until}::timestamptz, clock_timestamp())
          and ${this.#open(reader)} returning 1)
      select count(*)::int as count from marked`.execute(trx);
    return rows[0]?.count ?? 0;
  }

  /** Removes what is past its time; answers how many rows, at most one statement's worth. */
  async removeOld(): Promise<number> {
    const { rows } = await sql<{ count: number }>`with gone as (delete from notifications
        where id in (select id from notifications where updated_at < now()
          - make_interval(days => ${notificationsLimits.keptDays.value}::int)
        limit ${notificationsLimits.cleanUpRows.value}) returning user_id),
      fewer as (select user_id, count(*)::int as count from gone group by user_id),
      counted as (update notification_settings as s set stored = greatest(0, s.stored - f.count)
        from fewer as f where f.user_id = s.user_id)
      select coalesce(sum(count), 0)::int as count from fewer`.execute(this.database.db);
    return rows[0]?.count ?? 0;
  }

  #own(reader: Reader, { unread, kind }: Pick<NotificationsQuery, 'unread' | 'kind'>) {
    let query = this.database.db
      .selectFrom('notifications')
      .where('notifications.user_id', '=', reader.userId)
      .where('notifications.in_app', '=', true)
      .where(this.#open(reader));
    if (unread !== undefined)
      query = query.where('notifications.read_at', unread ? 'is' : 'is not', null);
    if (kind !== undefined) query = query.where('notifications.type', '=', kind);
    return query;
  }

  #open(reader: Reader) {
    return sql<SqlBool>`(notifications.case_id is null
      or ${this.access.visibleCases(reader, 'notifications.case_id')})`;
  }
}
