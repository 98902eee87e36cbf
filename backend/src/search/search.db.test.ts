import type { Permission, SearchPage, SearchQuery } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessService } from '../authorization/access.service.ts';
import { rolePermissions } from '../authorization/role-permissions.ts';
import type { RefusalLog } from '../audit/refusal-log.ts';
import { openTestRegion } from '../platform/cache/testing/open-test-region.ts';
import type { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { SEARCH_LIMITS } from './search.limits.ts';
import { SearchRepository } from './search.repository.ts';
import { SearchService } from './search.service.ts';

const ids = { gifford: newId(), printworks: newId(), partner: newId(), associate: newId() };

function viewer(role: Viewer['role'], userId: string | null): Viewer {
  const permissions: ReadonlySet<Permission> = rolePermissions[role].permissions;
  const kind = userId ? 'user' : 'local';
  return { kind, userId, name: role, email: null, role, permissions, credentialId: null };
}

const operator = viewer('admin', null);
const partner = viewer('partner', ids.partner);
const associate = viewer('associate', ids.associate);
const client = viewer('client', ids.associate);

async function fill(database: Database): Promise<void> {
  const party = newId();
  await sql`INSERT INTO users (id, email, name, role, password_hash) VALUES
    (${ids.partner}, 'p@example.com', 'P', 'partner', 'x'),
    (${ids.associate}, 'a@example.com', 'A', 'associate', 'x')`.execute(database.db);
  await sql`INSERT INTO courts (id, name) VALUES ('akd', 'Alaska'), ('nysd', 'New York South')
    ON CONFLICT DO NOTHING`.execute(database.db);
  await sql`INSERT INTO cases (id, number, number_key, title, court_id, judge, filed_on) VALUES
    (${ids.gifford}, '3:08-cv-00284', '308cv284', 'Northern Insurance v. Gifford', 'akd', 'Ada Burgess', '2008-12-23'),
    (${ids.printworks}, '1:20-cv-10821', '120cv10821', 'Printworks <b>& Sons</b> v. Hornbeam', 'nysd', 'Gregory Wood', '2020-12-22')`.execute(
    database.db,
  );
  await sql`INSERT INTO parties (id, name, name_key) VALUES
    (${party}, 'Matthew Gifford', 'matthew gifford')`.execute(database.db);
  await sql`INSERT INTO case_parties (id, case_id, party_id, role, position) VALUES
    (${newId()}, ${ids.gifford}, ${party}, 'Defendant', 1)`.execute(database.db);
  await sql`INSERT INTO docket_entries (id, case_id, position, filed_on, description, sealed)
    SELECT gen_random_uuid(), ${ids.gifford}, n, date '2009-01-01' + n,
      'AFFIDAVIT of Service number ' || n || ' of the summons', false
    FROM generate_series(1, 60) AS n`.execute(database.db);
  await sql`INSERT INTO docket_entries (id, case_id, position, filed_on, description, sealed) VALUES
    (${newId()}, ${ids.printworks}, 1, '2021-01-02', 'MOTION for "summary" judgment <script>', false),
    (${newId()}, ${ids.printworks}, 2, '2021-01-03', 'SEALED settlement memorandum', true)`.execute(
    database.db,
  );
  await sql`INSERT INTO case_team (case_id, user_id, team_role) VALUES
    (${ids.printworks}, ${ids.associate}, 'member')`.execute(database.db);
  await sql`INSERT INTO ethical_walls (id, case_id, user_id, reason) VALUES
    (${newId()}, ${ids.gifford}, ${ids.partner}, 'former counsel')`.execute(database.db);
}

describe('search', () => {
  let database: Database;
  let service: SearchService;
  const search = (who: Viewer, query: Partial<SearchQuery> & { q: string }): Promise<SearchPage> =>
    service.search(who, { limit: 20, ...query });

  beforeAll(async () => {
    database = await openTestDatabase();
    await fill(database);
    const noRefusals = { record: () => {} } as unknown as RefusalLog;
    const access = new AccessService(database, noRefusals);
    const cache = openTestRegion<SearchPage>({ name: 'search-test' });
    service = new SearchService(new SearchRepository(database, access), access, cache);
  });
  afterAll(() => database.close());

  it('finds cases, parties and docket entries by their words', async () => {
    const { items, facets } = await search(operator, { q: 'gifford' });
    expect(items.map((hit) => hit.type)).toEqual(['case', 'party']);
    expect(items[1]?.snippet).toContain('Defendant in Northern Insurance v. <mark>Gifford</mark>');
    expect(facets.court).toEqual([{ value: 'akd', count: 1 }]);
    const entries = await search(operator, { q: 'motions', type: 'docket-entry' });
    expect(entries.items[0]?.snippet).toContain('<mark>MOTION</mark>');
  });

  it('finds an unfinished last word and a misspelt one', async () => {
    expect((await search(operator, { q: 'giff' })).items).not.toHaveLength(0);
    const typo = await search(operator, { q: 'Mathew Giford' });
    expect(typo.corrected).toBe('matthew gifford');
    expect(typo.items[0]?.title).toBe('Matthew Gifford');
  });

  it('learns the words of a text that was changed', async () => {
    await sql`UPDATE docket_entries SET description = 'STIPULATION of dismissal with prejudice'
      WHERE case_id = ${ids.printworks} AND position = 2`.execute(database.db);
    expect((await search(operator, { q: 'stipulaton' })).corrected).toBe('stipulation');
    await sql`UPDATE docket_entries SET description = 'SEALED settlement memorandum'
      WHERE case_id = ${ids.printworks} AND position = 2`.execute(database.db);
  });

  it('escapes what it found', async () => {
    const { items } = await search(operator, { q: 'summary judgment' });
    expect(items[0]?.snippet).toContain('&quot;<mark>summary</mark>&quot;');
    expect(items[0]?.snippet).not.toContain('<script>');
  });

  it('narrows by court, judge, dates and type, typed or given', async () => {
    expect((await search(operator, { q: 'v court:nysd' })).items).toHaveLength(1);
    expect((await search(operator, { q: 'v', judge: 'burgess', type: 'case' })).items).toHaveLength(
      1,
    );
    const january = { q: 'affidavit', from: '2009-01-10', to: '2009-01-11' };
    expect((await search(operator, january)).items).toHaveLength(2);
    expect((await search(operator, { q: 'insurance before:2000' })).items).toHaveLength(0);
  });

  it('pages through all hits without a gap or a double', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: SearchPage = await search(operator, {
        q: 'affidavit',
        limit: 7,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.map((hit) => hit.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });

  describe('shows nothing outside what the viewer may see', () => {
    it('a wall hides the case, its party, its entries, and the spelling of its words', async () => {
      for (const q of ['gifford', 'giford', 'affidavit', '3:08-cv-00284']) {
        const page = await search(partner, { q });
        expect(page.items).toEqual([]);
        expect(page.corrected).toBeNull();
        expect(page.facets.court).toEqual([]);
      }
    });

    it('a team member sees the cases of the team alone', async () => {
      expect((await search(associate, { q: 'gifford' })).items).toEqual([]);
      expect((await search(associate, { q: 'hornbeam' })).items).toHaveLength(1);
    });

    it('sealed entries show to those who may read sealed entries', async () => {
      expect((await search(associate, { q: 'settlement' })).items).toHaveLength(1);
      expect((await search(client, { q: 'settlement' })).items).toEqual([]);
    });
  });

  it('shows entries to none but those who may read the docket', async () => {
    const permissions = new Set<Permission>(['case:read', 'search:query']);
    const page = await search({ ...operator, permissions }, { q: 'affidavit' });
    expect([page.items, page.facets.type]).toEqual([[], []]);
  });

  it.each([
    '["search",0.5,"no id",null]',
    '["search","high","00000000-0000-7000-8000-000000000000",null]',
    '["search",0.5,"00000000-0000-7000-8000-000000000000","a\\u0000b"]',
  ])('refuses the cursor %s', async (cursor) => {
    const query = { q: 'affidavit', cursor: Buffer.from(cursor).toString('base64url') };
    await expect(search(operator, query)).rejects.toMatchObject({ code: 'HTTP_INVALID_CURSOR' });
  });

  it.each([
    "'",
    '"',
    '\\',
    '&|!()',
    ':*',
    '%',
    'a:b:c',
    '🦊',
    '-',
    'or or or',
    'a after:0000',
    'a before:0001',
  ])('survives the query %s', async (q) => {
    expect((await search(operator, { q })).items).toBeInstanceOf(Array);
  });

  it('says when more rows match than are ranked, on every page', async () => {
    const few = await search(operator, { q: 'gifford' });
    expect(few.truncated).toBe(false);
    await sql`INSERT INTO cases (id, number, number_key, title)
      SELECT gen_random_uuid(), 'T-' || n, 't-' || n, 'Zymurgy Trust matter ' || n
      FROM generate_series(1, ${SEARCH_LIMITS.candidatesPerType.value}) AS n`.execute(database.db);
    const first = await search(operator, { q: 'zymurgy' });
    expect(first.truncated).toBe(true);
    expect((await search(operator, { q: 'zymurgy', cursor: first.nextCursor! })).truncated).toBe(
      true,
    );
  });
});
