import type { Permission } from '@lexiflow/contracts';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { permittedCases, visibleCases } from '../authorization/visible-cases.ts';
import { openParty } from '../parties/open-party.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/**
 * What one must hold to be told of the events of an area: the part of their type before the stop. An
 * area that is not here is told like a case.
 */
const areas: Readonly<Record<string, Permission>> = {
  wall: 'wall:read',
  docket: 'docket:read',
  'docket-entry': 'docket:read',
  task: 'task:read',
  workflow: 'workflow:read',
};

/** The same for areas whose records stand for themselves. Events of others are told only with their case. */
const recordAreas: Readonly<Record<string, Permission>> = {
  party: 'party:read',
  client: 'client:read',
  'workflow-template': 'workflow:read',
  webhook: 'webhook:manage-all',
  memory: 'monitoring:read',
};

/** Whether the viewer's permissions open any event of that type. */
export function mayHearOf(viewer: Viewer, type: string): boolean {
  const area = type.split('.', 1)[0] ?? '';
  return viewer.permissions.has(recordAreas[area] ?? areas[area] ?? 'case:read');
}

/**
 * SQL that is true for the rows of `outbox` that the viewer may be told of: the permission of the
 * area, on the case where there is one; the case itself (team, grants, walls); the party; for docket
 * entries the seal. The same rule stands before a delivery is made and before each attempt.
 */
export function openEvents(viewer: Viewer): RawBuilder<SqlBool> {
  const openRecords = Object.keys(recordAreas).filter((area) => mayHearOf(viewer, area));
  const area = sql`split_part(outbox.type, '.', 1)`;
  const onCase = (permission: Permission) => permittedCases(viewer, permission, 'outbox.case_id');
  const permitted = Object.entries(areas).map(
    ([name, permission]) => sql`when ${name} then ${onCase(permission)}`,
  );
  return sql<SqlBool>`(case
      when outbox.case_id is null then ${area} = any(${openRecords}::text[])
      else ${visibleCases(viewer, 'outbox.case_id')}
        and case ${area} ${sql.join(permitted, sql` `)} else true end
    end
    and (outbox.aggregate_type <> 'party' or exists (
      select 1 from parties where parties.id = outbox.aggregate_id and ${openParty(viewer)}))
    and (outbox.aggregate_type <> 'docket-entry' or ${onCase('docket:read-sealed')}
      or not exists (
        select 1 from docket_entries as sealed_entry where sealed_entry.id = outbox.aggregate_id
          and (sealed_entry.sealed or sealed_entry.restricted))))`;
}
