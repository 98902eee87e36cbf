import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { encodeCursor } from '../http/cursor.ts';
import { keysetPage } from './keyset.ts';
import type { Keyset } from './keyset.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

interface Row {
  id: string;
  name: string;
  day: string | null;
  at: string;
}

const columns = {
  name: { expression: sql`lower(name)`, type: 'text' },
  day: { expression: sql`coalesce(day, '-infinity'::date)`, type: 'date' },
  at: { expression: sql`at`, type: 'timestamptz' },
} as const;

describe('keysetPage', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('walks every row once and in order, with ties, nulls and microseconds, both ways', async () => {
    const row = fc.record({
      name: fc.constantFrom('', 'a', 'A', 'b', 'Ä', '"quoted"', 'é', 'zz'),
      day: fc.constantFrom(null, '1999-12-31', '2024-02-29'),
      micros: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 25 }),
        fc.constantFrom('name', 'day', 'at'),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        async (rows, sort, isDescending, limit) => {
          const given = JSON.stringify(rows.map((one, index) => ({ ...one, id: index })));
          const source = sql<Row>`(select lpad(id::text, 8, '0')::text || '-0000-7000-8000-000000000000' as id,
              name, day, timestamptz '2024-01-01' + micros * interval '1 microsecond' as at
            from jsonb_to_recordset(${given}::jsonb) as given (id integer, name text, day date, micros integer))`;
          const keyset: Keyset = {
            name: `test:${sort}:${isDescending}`,
            isDescending,
            columns: [columns[sort], { expression: sql`id::uuid`, type: 'uuid' }],
          };
          const query = database.db.selectFrom(source.as('source')).select('id');
          const direction = sql.raw(isDescending ? 'desc' : 'asc');
          const whole = await query
            .orderBy(keyset.columns[0]?.expression ?? sql`1`, isDescending ? 'desc' : 'asc')
            .orderBy(sql`id::uuid ${direction}`)
            .execute();
          const walked: { id: string }[] = [];
          let cursor: string | undefined;
          do {
            const page = await keysetPage(query, keyset, { limit, cursor });
            expect(page.rows.length).toBeLessThanOrEqual(limit);
            walked.push(...page.rows);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(walked).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['day', '0000-01-01'],
    ['day', '2023-02-29'],
    ['at', '0000-01-01T00:00:00.000000Z'],
  ] as const)('refuses a cursor whose %s the database does not know: %s', async (sort, value) => {
    const keyset: Keyset = { name: 'test', isDescending: false, columns: [columns[sort]] };
    const cursor = encodeCursor('test', [value]);
    const query = database.db.selectFrom('courts').select('id');
    await expect(keysetPage(query, keyset, { limit: 1, cursor })).rejects.toMatchObject({
      code: 'HTTP_INVALID_CURSOR',
    });
  });
});
