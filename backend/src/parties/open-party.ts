import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { teamCases, visibleCases } from '../authorization/visible-cases.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/**
 * SQL that is true for the rows of `parties` that the viewer may know of: a party shows through a
 * visible case it is in, or when it is in none.
 */
export function openParty(viewer: Viewer): RawBuilder<SqlBool> {
  if (viewer.userId === null) return sql<SqlBool>`true`;
  const ofTeam = teamCases(viewer);
  // With the rule for each link, the database would build a table of all links first.
  const isOpen = ofTeam
    ? sql<SqlBool>`seen_in.case_id = any(${ofTeam})`
    : visibleCases(viewer, 'seen_in.case_id');
  return sql<SqlBool>`(
    exists (select 1 from case_parties as seen_in where seen_in.party_id = parties.id
      and ${isOpen})
    or not exists (select 1 from case_parties as seen_in where seen_in.party_id = parties.id))`;
}
