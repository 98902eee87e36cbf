import type { CaseQuery } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import { containsPattern } from '../platform/database/like-pattern.ts';

/** The filters of `GET /api/cases` as one SQL condition on `cases`. */
export function caseFilters(query: CaseQuery): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [
    query.archived ? sql`cases.archived_at is not null` : sql`cases.archived_at is null`,
  ];
  if (query.q) {
    const pattern = containsPattern(query.q);
    parts.push(sql`(cases.title ilike ${pattern} or cases.number ilike ${pattern}
      or cases.judge ilike ${pattern})`);
  }
  if (query.court) parts.push(sql`cases.court_id = ${query.court.toLowerCase()}`);
  if (query.judge) parts.push(sql`cases.judge ilike ${containsPattern(query.judge)}`);
  if (query.status) parts.push(sql`cases.status = ${query.status}`);
  if (query.type) parts.push(sql`cases.type = ${query.type}`);
  if (query.clientId) parts.push(sql`cases.client_id = ${query.clientId}::uuid`);
  if (query.filedFrom) parts.push(sql`cases.filed_on >= ${query.filedFrom}::date`);
  if (query.filedTo) parts.push(sql`cases.filed_on <= ${query.filedTo}::date`);
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}
