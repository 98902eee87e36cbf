import type { CaseSort } from '@lexiflow/contracts';
import { caseSort } from '@lexiflow/contracts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalLog } from '../audit/refusal-log.ts';
import { AccessService } from '../authorization/access.service.ts';
import { Firm, operatorViewer } from '../authorization/testing/firm.ts';
import type { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CasesRepository } from './cases.repository.ts';

const orders: Record<string, string> = {
  title: 'left(lower(title), 80)',
  number: 'number_key',
  filedOn: "coalesce(filed_on, '-infinity')",
  updatedAt: 'updated_at',
};

describe('the list of cases', () => {
  let database: Database;
  let cases: CasesRepository;
  let member: Viewer;

  beforeAll(async () => {
    database = await openTestDatabase();
    const firm = new Firm(database);
    member = await firm.user('associate');
    const walled = await firm.user('partner');
    cases = new CasesRepository(
      database,
      new AccessService(database, { record: () => {} } as unknown as RefusalLog),
    );
    // Ties in every order, missing dates, and titles that are equal but for case or a late letter.
    const titles = [
      'A v. B',
      'a v. b',
      'Ä v. Ö',
      `${'long '.repeat(30)}1`,
      `${'long '.repeat(30)}2`,
      'Z',
    ];
    for (let index = 0; index < 60; index++) {
      const id = newId();
      const filedOn = index % 5 === 0 ? null : `2020-01-0${1 + (index % 4)}`;
      const number = `N-${Math.floor(index / 3)}`;
      await sql`insert into cases (id, number, number_key, title, filed_on, updated_at, archived_at)
        values (${id}, ${number}, ${number}, ${titles[index % titles.length]}, ${filedOn},
          timestamptz '2024-01-01' + ${index % 7}::int * interval '1 microsecond',
          ${index % 10 === 9 ? '2024-02-02' : null})`.execute(database.db);
      if (index % 2 === 0) await firm.join(id, member);
      if (index % 6 === 0) await firm.wall(id, index % 12 === 0 ? member : walled);
    }
  });
  afterAll(() => database.close());

  it.each(caseSort.options)('is walked whole and in order by %s', async (sort: CaseSort) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.boolean(),
        async (limit, archived, isMember) => {
          const viewer = isMember ? member : operatorViewer;
          const visible = isMember
            ? sql`exists (select 1 from case_team t where t.case_id = cases.id and t.user_id = ${member.userId})
                and not exists (select 1 from ethical_walls w where w.case_id = cases.id and w.user_id = ${member.userId})`
            : sql`true`;
          const direction = sql.raw(sort.startsWith('-') ? 'desc' : 'asc');
          const { rows: whole } = await sql<{ id: string }>`select id from cases
            where ${visible} and archived_at is ${sql.raw(archived ? 'not null' : 'null')}
            order by ${sql.raw(orders[sort.replace('-', '')] ?? '')} ${direction}, id ${direction}`.execute(
            database.db,
          );
          const walked: string[] = [];
          let cursor: string | undefined;
          do {
            const query = { limit, cursor, archived, sort, count: cursor === undefined };
            const page = await cases.list(viewer, query);
            if (cursor === undefined) expect(page.total).toBe(whole.length);
            walked.push(...page.rows.map((row) => row.id));
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(walked).toEqual(whole.map((row) => row.id));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('stays right when a row behind the cursor goes away and another comes', async () => {
    const first = await cases.list(operatorViewer, { limit: 10, sort: 'number' });
    const gone = first.rows.at(-1)?.id ?? '';
    await sql`update cases set archived_at = now() where id = ${gone}`.execute(database.db);
    await sql`insert into cases (id, number, number_key, title)
      values (${newId()}, 'A-0', 'A-0', 'Early')`.execute(database.db);
    const cursor = first.nextCursor ?? undefined;
    const second = await cases.list(operatorViewer, { limit: 100, sort: 'number', cursor });
    expect(second.rows.map((row) => row.number)).not.toContain('A-0');
    const seen = new Set([...first.rows, ...second.rows].map((row) => row.id));
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases
      where archived_at is null or id = ${gone}`.execute(database.db);
    expect(seen.size).toBe((rows[0]?.n ?? 0) - 1);
  });
});
