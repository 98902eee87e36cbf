import type { CalendarEvent, CalendarEventQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Insertable, Transaction } from 'kysely';
import { AccessService } from '../../authorization/access.service.ts';
import { Database } from '../../platform/database/database.ts';
import { keysetPage } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import type { CalendarEventTable } from '../integrations.schema.ts';
import { calendarLimits } from './calendar.limits.ts';

const byStart = {
  name: 'calendar-events',
  isDescending: false,
  columns: [
    { expression: sql`starts_at`, type: 'timestamptz' },
    { expression: sql`id`, type: 'uuid' },
  ],
} as const;

/** SQL of the events of subscribed calendars. */
@Injectable()
export class CalendarEventsRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /** Events from a day on: of cases open to the viewer, the viewer's own, and the whole firm's. */
  async list(
    viewer: Viewer,
    { from, caseId, ...query }: CalendarEventQuery,
  ): Promise<{ rows: CalendarEvent[]; nextCursor: string | null; total?: number }> {
    let rows = this.database.db.selectFrom('calendar_events').where(
      sql<boolean>`case when case_id is not null then ${this.access.visibleCases(viewer, 'calendar_events.case_id')}
        else user_id is null or user_id = ${viewer.userId}::uuid end`,
    );
    if (from !== undefined)
      rows = rows.where(sql<boolean>`starts_at >= ${from}::date at time zone 'UTC'`);
    if (caseId !== undefined) rows = rows.where('case_id', '=', caseId);
    const page = await keysetPage(
      rows.select([
        'id',
        'case_id as caseId',
        'title',
        'location',
        'is_all_day as isAllDay',
        'starts_at as startsAt',
        'ends_at as endsAt',
      ]),
      byStart,
      query,
    );
    if (!query.count) return page;
    const { total } = await rows
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...page, total };
  }

  /** Makes the events of an integration these: changed ones keep their id, those gone are removed. */
  async replace(
    trx: Transaction<Tables>,
    integrationId: string,
    seenIn: string,
    events: readonly Insertable<CalendarEventTable>[],
  ): Promise<{ written: number; removed: number }> {
    for (let start = 0; start < events.length; start += calendarLimits.writeRows) {
      await trx
        .insertInto('calendar_events')
        .values(events.slice(start, start + calendarLimits.writeRows))
        .onConflict((conflict) =>
          conflict.columns(['integration_id', 'uid', 'occurrence']).doUpdateSet((set) => ({
            case_id: set.ref('excluded.case_id'),
            user_id: set.ref('excluded.user_id'),
            title: set.ref('excluded.title'),
            location: set.ref('excluded.location'),
            is_all_day: set.ref('excluded.is_all_day'),
            starts_at: set.ref('excluded.starts_at'),
            ends_at: set.ref('excluded.ends_at'),
            seen_in: set.ref('excluded.seen_in'),
          })),
        )
        .execute();
    }
    const { numDeletedRows } = await trx
      .deleteFrom('calendar_events')
      .where('integration_id', '=', integrationId)
      .where('seen_in', '!=', seenIn)
      .executeTakeFirst();
    return { written: events.length, removed: Number(numDeletedRows) };
  }
}
