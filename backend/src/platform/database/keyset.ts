import { sql } from 'kysely';
import type { RawBuilder, SelectQueryBuilder, SqlBool } from 'kysely';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { httpErrors } from '../http/http.errors.ts';

/** PostgreSQL type of a sort value; its text form travels in the cursor. */
export type KeysetType = 'text' | 'uuid' | 'date' | 'timestamptz' | 'bigint';

/** One sort value of a list. The expression must never be null. */
export interface KeysetColumn {
  readonly expression: RawBuilder<unknown>;
  readonly type: KeysetType;
}

/** The total order of a list: the last column is unique, so no two rows are equal in it. */
export interface Keyset {
  /** Names the list and its sort in cursors, so that another order's cursor is refused. */
  readonly name: string;
  readonly isDescending: boolean;
  readonly columns: readonly KeysetColumn[];
  /**
   * Where the row of a cursor stands now, for an order that others may change: takes the values of
   * the cursor and answers those to go on from. Without it the values themselves.
   */
  readonly standing?: (cursor: readonly RawBuilder<unknown>[]) => readonly RawBuilder<unknown>[];
}

/** Which page of a list: its size in rows, and the cursor of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Rows of one page and the cursor after them, `null` at the end. */
export interface KeysetPage<Row> {
  readonly rows: Row[];
  readonly nextCursor: string | null;
}

const shapes: Record<KeysetType, RegExp> = {
  text: /^[^\0]*$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^(?:-?infinity|\d{4}-\d{2}-\d{2})$/,
  timestamptz: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  bigint: /^-?\d{1,18}$/,
};

/**
 * Reads one page of `query` in the order of `keyset`. The position is a comparison of the sort
 * values (`(a, b) > (x, y)`), so its cost does not grow with the page number, and rows that come or
 * go meanwhile neither repeat nor hide others. Throws HTTP_INVALID_CURSOR.
 */
export async function keysetPage<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  keyset: Keyset,
  page: PageRequest,
): Promise<KeysetPage<Row>> {
  let paged: SelectQueryBuilder<DB, TB, Row> = query.limit(page.limit + 1);
  if (page.cursor !== undefined) paged = paged.where(isAfter(keyset, page.cursor));
  for (const column of keyset.columns)
    paged = paged.orderBy(column.expression, keyset.isDescending ? 'desc' : 'asc');
  const found = await paged
    .select(
      sql<string[]>`json_build_array(${sql.join(keyset.columns.map(asText))})`.as(
        'keyset_position',
      ),
    )
    .execute();
  const rows = found.slice(0, page.limit) as (Row & { keyset_position?: string[] })[];
  const position = found.length > page.limit ? rows.at(-1)?.keyset_position : undefined;
  for (const row of rows) delete row.keyset_position;
  return { rows, nextCursor: position ? encodeCursor(keyset.name, position) : null };
}

/** The condition "stands after the row of this cursor". Throws HTTP_INVALID_CURSOR. */
export function isAfter(keyset: Keyset, cursor: string): RawBuilder<SqlBool> {
  const values = decodeCursor(keyset.name, cursor, keyset.columns.length);
  const position = keyset.columns.map(({ type }, index) => {
    const value = values[index];
    if (typeof value !== 'string' || !isOfType(type, value)) throw httpErrors.invalidCursor();
    return sql`${value}::${sql.raw(type)}`;
  });
  const expressions = keyset.columns.map((column) => column.expression);
  return sql<SqlBool>`(${sql.join(expressions)}) ${sql.raw(keyset.isDescending ? '<' : '>')} (${sql.join(keyset.standing?.(position) ?? position)})`;
}

function isOfType(type: KeysetType, value: string): boolean {
  if (!shapes[type].test(value)) return false;
  if ((type !== 'date' && type !== 'timestamptz') || value.endsWith('infinity')) return true;
  // The database knows no year 0.
  if (value.startsWith('0000')) return false;
  const parsed = new Date(value);
  // A day that its month does not have parses as one of the next month.
  return Number.isFinite(parsed.getTime()) && parsed.toISOString().startsWith(value.slice(0, 19));
}

/** Microseconds are kept: an instant cut to milliseconds would repeat or skip rows. */
function asText(column: KeysetColumn): RawBuilder<string> {
  return column.type === 'timestamptz'
    ? sql<string>`to_char(${column.expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : sql<string>`(${column.expression})::text`;
}
