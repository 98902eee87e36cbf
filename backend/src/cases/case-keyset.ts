import type { CaseSort } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { Keyset } from '../platform/database/keyset.ts';

const sorts = {
  title: { expression: sql`left(lower(cases.title), 80)`, type: 'text' },
  number: { expression: sql`cases.number_key`, type: 'text' },
  // A case without a filing date counts as older than any other, in both directions.
  filedOn: { expression: sql`coalesce(cases.filed_on, '-infinity'::date)`, type: 'date' },
  updatedAt: { expression: sql`cases.updated_at`, type: 'timestamptz' },
} as const;

/** The order of a list of cases; each one is served by an index. */
export function caseKeyset(list: string, sort: CaseSort): Keyset {
  const column = sort.replace('-', '') as keyof typeof sorts;
  return {
    name: `${list}:${sort}`,
    isDescending: sort.startsWith('-'),
    columns: [sorts[column], { expression: sql`cases.id`, type: 'uuid' }],
  };
}
