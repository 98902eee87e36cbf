import type { Page } from '@lexiflow/contracts';
import { request } from './request.ts';
import type { QueryValue } from './query-string.ts';

/** Most rows that a CSV made in the browser holds. */
export const MAX_COLLECTED_ROWS = 10_000;

/**
 * All rows of a list, page by page, up to MAX_COLLECTED_ROWS; `complete` tells whether the list
 * ended before that.
 */
export async function collectPages<Row>(
  path: string,
  query: Readonly<Record<string, QueryValue>>,
  signal?: AbortSignal,
): Promise<{ rows: Row[]; complete: boolean }> {
  const rows: Row[] = [];
  let cursor: string | null = '';
  while (cursor !== null && rows.length < MAX_COLLECTED_ROWS) {
    const page: Page<Row> = await request<Page<Row>>(path, {
      query: { ...query, limit: 100, cursor },
      ...(signal ? { signal } : {}),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  }
  return { rows: rows.slice(0, MAX_COLLECTED_ROWS), complete: cursor === null };
}
