import type { CaseDetail, CaseQuery, CaseRow, PartyCase, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { SelectQueryBuilder, Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { detailColumns, rowColumns } from './case-columns.ts';
import type { caseColumns } from './case-columns.ts';
import { caseFilters } from './case-filters.ts';
import { caseKeyset } from './case-keyset.ts';
import { caseNumberKey } from './docket-number.ts';
import './cases.schema.ts';

type CaseColumns = ReturnType<typeof caseColumns>;
type Joined = Tables & { client_party: Tables['parties'] };
type CaseSelect<Row> = SelectQueryBuilder<
  Joined,
  'cases' | 'courts' | 'clients' | 'client_party',
  Row
>;
type ListPage<Row> = { rows: Row[]; nextCursor: string | null; total?: number };

/** SQL of the cases. Every read is inside what the viewer may see. */
@Injectable()
export class CasesRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  async list(viewer: Viewer, query: CaseQuery): Promise<ListPage<CaseRow>> {
    const visible = this.#visible(viewer).where(caseFilters(query));
    const rows = visible.select([...rowColumns, ...this.#entryColumns(viewer)]);
    const page = await keysetPage(
      rows as CaseSelect<CaseRow>,
      caseKeyset('cases', query.sort),
      query,
    );
    return query.count ? { ...page, total: await countOf(visible) } : page;
  }

  /** The visible cases of one party with its roles, the newest first. */
  async listOfParty(
    viewer: Viewer,
    partyId: string,
    query: SubListQuery,
  ): Promise<ListPage<PartyCase>> {
    const visible = this.#visible(viewer).where(
      sql<boolean>`exists (select 1 from case_parties as role_in
        where role_in.case_id = cases.id and role_in.party_id = ${partyId})`,
    );
    const roles = sql<string[]>`array(select distinct role from case_parties as role_in
      where role_in.case_id = cases.id and role_in.party_id = ${partyId} order by role)`;
    const rows = visible.select([...rowColumns, ...this.#entryColumns(viewer), roles.as('roles')]);
    const keyset = caseKeyset('party-cases', '-filedOn');
    const page = await keysetPage(rows as CaseSelect<PartyCase>, keyset, query);
    return query.count ? { ...page, total: await countOf(visible) } : page;
  }

  async find(
    viewer: Viewer,
    id: string,
    trx?: Transaction<Tables>,
  ): Promise<CaseDetail | undefined> {
    const partyCount = sql<number>`(select count(*)::int from case_parties as counted
      where counted.case_id = cases.id)`;
    const found = await this.#visible(viewer, trx)
      .select([...rowColumns, ...detailColumns, ...this.#entryColumns(viewer)])
      .select(partyCount.as('partyCount'))
      .where('cases.id', '=', id)
      .executeTakeFirst();
    return found;
  }

  async insert(
    trx: Transaction<Tables>,
    columns: CaseColumns & { number: string; title: string },
  ): Promise<string> {
    const id = newId();
    await trx
      .insertInto('cases')
      .values({ ...columns, id, number_key: caseNumberKey(columns.number) } as never)
      .execute();
    return id;
  }

  /** The case that has this number in the court, and whether the viewer may know of it. */
  async holderOf(
    viewer: Viewer,
    courtId: string,
    number: string,
  ): Promise<{ id: string; isVisible: boolean } | undefined> {
    return this.database.db
      .selectFrom('cases')
      .select([
        'id',
        this.access.visibleCases(viewer, 'cases.id').$castTo<boolean>().as('isVisible'),
      ])
      .where('court_id', '=', courtId)
      .where('number_key', '=', caseNumberKey(number))
      .executeTakeFirst();
  }

  /** Answers false when the case does not have that version any more. */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    columns: CaseColumns & { isArchived?: boolean },
  ): Promise<boolean> {
    const { isArchived, ...fields } = columns;
    const { numUpdatedRows } = await trx
      .updateTable('cases')
      .set({
        ...fields,
        ...(fields.number ? { number_key: caseNumberKey(fields.number) } : {}),
        ...(isArchived === undefined ? {} : { archived_at: isArchived ? sql`now()` : null }),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      } as never)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #visible(viewer: Viewer, trx?: Transaction<Tables>): CaseSelect<object> {
    return (trx ?? this.database.db)
      .selectFrom('cases')
      .leftJoin('courts', 'courts.id', 'cases.court_id')
      .leftJoin('clients', 'clients.id', 'cases.client_id')
      .leftJoin('parties as client_party', 'client_party.id', 'clients.party_id')
      .where(this.access.visibleCases(viewer, 'cases.id'));
  }

  /** Sealed and restricted entries do not even count for those who may not read them. */
  #entryColumns(viewer: Viewer) {
    const seesSealed = this.access.permittedCases(viewer, 'docket:read-sealed', 'cases.id');
    const either = <Value>(all: string, open: string) =>
      sql<Value>`case when ${seesSealed} then ${sql.ref(all)} else ${sql.ref(open)} end`;
    return [
      either<number>('cases.entry_count', 'cases.open_entry_count').as('entryCount'),
      either<string | null>('cases.last_entry_on', 'cases.last_open_entry_on').as('lastEntryOn'),
    ] as const;
  }
}

async function countOf(query: CaseSelect<object>): Promise<number> {
  const counted = query.select(sql<number>`count(*)::int`.as('total'));
  return (await counted.executeTakeFirstOrThrow()).total;
}
