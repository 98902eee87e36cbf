import type { CalendarFeed, Role, RunsQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { AccessService } from '../../authorization/access.service.ts';
import { Database } from '../../platform/database/database.ts';
import { keysetPage } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import '../integrations.schema.ts';
import { feedLimits } from './feeds.limits.ts';

const columns = ['id', 'name', 'created_at as createdAt', 'last_read_at as lastReadAt'] as const;
const newestFirst = {
  name: 'calendar-feeds',
  isDescending: true,
  columns: [{ expression: sql`id`, type: 'uuid' }],
} as const;

/** Whose dates a feed shows. */
export interface FeedOwner {
  readonly feedId: string;
  readonly name: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: Role;
}

/** A task or a date of a case, as it stands in a feed. */
export interface FeedDate {
  readonly kind: 'task' | 'case-filed' | 'case-closed';
  readonly id: string;
  readonly on: string;
  readonly title: string;
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly version: number;
  readonly changedAt: string;
}

/** SQL of the calendar feeds: everyone's own, and what stands in them. */
@Injectable()
export class FeedsRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  list(
    userId: string,
    query: RunsQuery,
  ): Promise<{ rows: CalendarFeed[]; nextCursor: string | null }> {
    const own = this.database.db.selectFrom('calendar_feeds').where('user_id', '=', userId);
    return keysetPage(own.select(columns), newestFirst, query);
  }

  async insert(
    trx: Transaction<Tables>,
    feed: { id: string; userId: string; name: string; tokenHash: Buffer },
  ): Promise<CalendarFeed> {
    return trx
      .insertInto('calendar_feeds')
      .values({ id: feed.id, user_id: feed.userId, name: feed.name, token_hash: feed.tokenHash })
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  /** Feeds of the user; the user's row is locked, so that the count stays right. */
  async count(trx: Transaction<Tables>, userId: string): Promise<number> {
    await sql`select 1 from users where id = ${userId} for update`.execute(trx);
    const { count } = await trx
      .selectFrom('calendar_feeds')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow();
    return count;
  }

  async delete(trx: Transaction<Tables>, userId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await trx
      .deleteFrom('calendar_feeds')
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The owner of a token, unless the account is disabled. */
  async owner(tokenHash: Buffer): Promise<FeedOwner | undefined> {
    const { rows } = await sql<FeedOwner>`select f.id as "feedId", f.name, u.id as "userId",
        u.name as "userName", u.role
      from calendar_feeds as f join users as u on u.id = f.user_id
      where f.token_hash = ${tokenHash} and u.disabled_at is null`.execute(this.database.db);
    return rows[0];
  }

  async noteReading(feedId: string): Promise<void> {
    await this.database.db
      .updateTable('calendar_feeds')
      .set({ last_read_at: sql<string>`now()` })
      .where('id', '=', feedId)
      .where(
        sql<boolean>`last_read_at is null
          or last_read_at < now() - make_interval(mins => ${feedLimits.noteMinutes})`,
      )
      .execute();
  }

  /** Open tasks that the viewer is to do, and the dates of the cases whose team the viewer is on. */
  async dates(viewer: Viewer): Promise<FeedDate[]> {
    const { userId } = viewer;
    const { rows: tasks } = await sql<FeedDate>`select 'task' as kind, tasks.id,
        tasks.due_on::text as on, tasks.title, tasks.case_id as "caseId",
        cases.number as "caseNumber", tasks.version, tasks.updated_at as "changedAt"
      from tasks join task_assignees as mine on mine.task_id = tasks.id and mine.user_id = ${userId}
        left join cases on cases.id = tasks.case_id
      where tasks.due_on is not null and tasks.status in ('open', 'in-progress', 'blocked')
        and ${this.access.can(viewer, 'task:read')}::boolean
        and (tasks.case_id is null or ${this.access.visibleCases(viewer, 'tasks.case_id')})
      order by tasks.due_on, tasks.id limit ${feedLimits.taskEntries}`.execute(this.database.db);
    const { rows: cases } = await sql<FeedDate>`
      with mine as (select cases.* from cases join case_team as team on team.case_id = cases.id
          and team.user_id = ${userId}
        where cases.archived_at is null and ${this.access.visibleCases(viewer, 'cases.id')}
        order by cases.id desc limit ${feedLimits.caseEntries})
      select 'case-filed' as kind, id, filed_on::text as on, title, id as "caseId",
        number as "caseNumber", version, updated_at as "changedAt" from mine where filed_on is not null
      union all
      select 'case-closed', id, closed_on::text, title, id, number, version, updated_at
        from mine where closed_on is not null
      order by "on", id`.execute(this.database.db);
    return [...tasks, ...cases];
  }
}
