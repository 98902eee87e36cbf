import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalLog } from '../audit/refusal-log.ts';
import { AccessService } from '../authorization/access.service.ts';
import { Firm, operatorViewer } from '../authorization/testing/firm.ts';
import type { Database } from '../platform/database/database.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { TimelineRepository } from './timeline.repository.ts';

const ENTRIES = 2000;

describe('the timeline of a case with a long docket', () => {
  let database: Database;
  let timeline: TimelineRepository;
  let caseId: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    const noRefusals = { record: () => {} } as unknown as RefusalLog;
    timeline = new TimelineRepository(database, new AccessService(database, noRefusals));
    caseId = await new Firm(database).case();
    await sql`insert into docket_entries (id, case_id, position, filed_on, description)
      select gen_random_uuid(), ${caseId}::uuid, number, date '2020-01-01' + number / 7,
        'ORDER ' || number
      from generate_series(1, ${ENTRIES}::int) as number`.execute(database.db);
    await sql`analyze docket_entries`.execute(database.db);
  });
  afterAll(() => database.close());

  it('gives every entry once, the newest first', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { rows, nextCursor } = await timeline.page(operatorViewer, caseId, {
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...rows.map((row) => row.text ?? ''));
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    const expected = Array.from({ length: ENTRIES }, (_, index) => `ORDER ${ENTRIES - index}`);
    expect(seen).toEqual(expected);
  });

  it('is read off an index: no page sorts the docket', async () => {
    const texts: string[] = [];
    const stop = database.statements.subscribe((report) => void texts.push(report.sql));
    await timeline.page(operatorViewer, caseId, { limit: 10 });
    stop();
    const plan = await database.transaction(async (trx) => {
      await sql`set local enable_sort = off`.execute(trx);
      await sql`set local enable_bitmapscan = off`.execute(trx);
      const page = texts.find((text) => text.includes('docket_entries'));
      const { rows } = await sql.raw(`explain (generic_plan) ${page}`).execute(trx);
      return JSON.stringify(rows);
    });
    expect(plan).toContain('docket_entries_timeline');
  });
});
