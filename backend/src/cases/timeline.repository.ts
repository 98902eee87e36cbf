import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { Permission, SubListQuery } from '@lexiflow/contracts';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { isAfter } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import { encodeCursor } from '../platform/http/cursor.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/** One thing that happened, before it is put in words. */
export interface TimelineRow {
  readonly id: string;
  readonly kind: 'docket-entry' | 'event';
  /** The filing date of an entry, the instant of an event. */
  readonly at: string;
  readonly type: string | null;
  readonly documentNumber: string | null;
  /** The words of an entry; of an event the name of the task or workflow it is about. */
  readonly text: string | null;
  readonly payload: unknown;
  readonly actor: string | null;
}

/** Characters of an entry's text that the timeline shows; the docket has the whole. */
const EXCERPT = 500;

// The filing date stands for its first instant; within a day entries follow the court's order.
const newestFirst: Keyset = {
  name: 'timeline',
  isDescending: true,
  columns: [
    { expression: sql`happened_at`, type: 'timestamptz' },
    { expression: sql`rank`, type: 'bigint' },
    { expression: sql`id`, type: 'uuid' },
  ],
};

/** SQL of the timeline of one case. The caller has checked the access to the case. */
@Injectable()
export class TimelineRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /**
   * One page, newest first. Each of the two sources is read up to one page, however long the case
   * is. Leaves out what the viewer may not read: sealed entries and what happened to them, entries
   * without `docket:read`, walls without `wall:read`, tasks and workflows without the permission to
   * read them.
   */
  async page(
    viewer: Viewer,
    caseId: string,
    query: SubListQuery,
  ): Promise<{ rows: TimelineRow[]; nextCursor: string | null; total?: number }> {
    const { entries, events } = this.#sources(viewer, caseId);
    const after = query.cursor === undefined ? sql`true` : isAfter(newestFirst, query.cursor);
    const limit = sql`order by happened_at desc, rank desc, id desc limit ${query.limit + 1}`;
    const { rows } = await sql<TimelineRow & { position?: string[] }>`
      select id, kind, at, type, "documentNumber", text, payload, actor,
        json_build_array(to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          rank::text, id::text) as position
      from ((select * from (${entries}) as entries where ${after} ${limit})
        union all (select * from (${events}) as events where ${after} ${limit})) as merged
      ${limit}`.execute(this.database.db);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1)?.position : undefined;
    for (const row of page) delete row.position;
    const nextCursor = last ? encodeCursor(newestFirst.name, last) : null;
    if (!query.count) return { rows: page, nextCursor };
    const counted = await sql<{ total: number }>`select
      ((select count(*) from (${entries}) as entries)
        + (select count(*) from (${events}) as events))::int as total`.execute(this.database.db);
    return { rows: page, nextCursor, total: counted.rows[0]?.total ?? 0 };
  }

  #sources(viewer: Viewer, caseId: string) {
    const on = (permission: Permission): RawBuilder<SqlBool> =>
      this.access.permittedCases(viewer, permission, sql`${caseId}::uuid`);
    const seesSealed = on('docket:read-sealed');
    const entries = sql`select e.id, 'docket-entry' as kind, e.filed_on::text as at, null as type,
        e.document_number as "documentNumber", left(e.description, ${EXCERPT}) as text,
        null::jsonb as payload, null as actor, e.position as rank,
        e.filed_on::timestamp at time zone 'UTC' as happened_at
      from docket_entries as e
      where e.case_id = ${caseId}
        and ${on('docket:read')}
        and (${seesSealed} or not (e.sealed or e.restricted))`;
    const events = sql`select o.id, 'event' as kind,
        to_char(o.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, o.type,
        null as "documentNumber", case
          when o.aggregate_type = 'task' then
            (select t.title from tasks as t where t.id = o.aggregate_id)
          when o.aggregate_type = 'mailbox-message' then
            (select m.subject from mailbox_messages as m where m.id = o.aggregate_id)
          when o.aggregate_type = 'workflow' then concat_ws(': ',
            (select w.name from workflows as w where w.id = o.aggregate_id),
            (select s.name from workflow_stages as s
              where s.id = (o.payload ->> 'stageId')::uuid))
        end as text, o.payload, o.actor_name as actor, 0 as rank, o.at as happened_at
      from outbox as o
      where o.case_id = ${caseId}
        and (${on('wall:read')} or o.type not like 'wall.%')
        and (${this.access.can(viewer, 'task:read')}::boolean or o.type not like 'task.%')
        and (${this.access.can(viewer, 'workflow:read')}::boolean or o.type not like 'workflow.%')
        and (${seesSealed} or not exists (
          select 1 from docket_entries as e
          where e.id = o.aggregate_id and (e.sealed or e.restricted)))`;
    return { entries, events };
  }
}
