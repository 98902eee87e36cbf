import type { Permission } from '@lexiflow/contracts';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { visibleCases } from '../authorization/visible-cases.ts';
import { openParty } from '../parties/open-party.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/** What one must hold to be told of the events of an area: the part of their type before the stop. */
const areas: Readonly<Record<string, Permission>> = {
  case: 'case:read',
  wall: 'wall:read',
  docket: 'docket:read',
  'docket-entry': 'docket:read',
  party: 'party:read',
  client: 'client:read',
  task: 'task:read',
  workflow: 'workflow:read',
  'workflow-template': 'workflow:read',
  webhook: 'webhook:manage-all',
};

/** Areas whose records stand for themselves. An event of any other area is told only with its case. */
const recordAreas = ['party', 'client', 'workflow-template', 'webhook'];

/** Whether the viewer's permissions open events of that type at all. */
export function mayHearOf(viewer: Viewer, type: string): boolean {
  return viewer.permissions.has(areas[areaOf(type)] ?? 'case:read');
}

/**
 * SQL that is true for the rows of `outbox` that the viewer may be told of: the permission of the
 * area, the case (team and walls), the party, and for docket entries the seal. The same rule stands
 * before a delivery is made and before each attempt.
 */
export function openEvents(viewer: Viewer): RawBuilder<SqlBool> {
  const closed = Object.keys(areas).filter((area) => !mayHearOf(viewer, area));
  const seesSealed = viewer.permissions.has('docket:read-sealed');
  const area = sql`split_part(outbox.type, '.', 1)`;
  return sql<SqlBool>`(${area} <> all(${closed}::text[])
    and (outbox.case_id is not null or ${area} = any(${recordAreas}::text[]))
    and (outbox.case_id is null or ${visibleCases(viewer, 'outbox.case_id')})
    and (outbox.aggregate_type <> 'party' or exists (
      select 1 from parties where parties.id = outbox.aggregate_id and ${openParty(viewer)}))
    and (outbox.aggregate_type <> 'docket-entry' or ${seesSealed}::boolean or not exists (
      select 1 from docket_entries as sealed_entry where sealed_entry.id = outbox.aggregate_id
        and (sealed_entry.sealed or sealed_entry.restricted))))`;
}

function areaOf(type: string): string {
  return type.split('.', 1)[0] ?? '';
}
