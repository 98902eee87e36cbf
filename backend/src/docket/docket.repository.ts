import type {
  DocketEntry,
  DocketEntryBody,
  DocketEntryChange,
  DocketQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, SelectQueryBuilder, SqlBool, Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import { containsPattern } from '../platform/database/like-pattern.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import './docket.schema.ts';

const columns = [
  'docket_entries.id',
  'docket_entries.case_id as caseId',
  'docket_entries.position',
  'docket_entries.document_number as documentNumber',
  'docket_entries.filed_on as filedOn',
  'docket_entries.entered_on as enteredOn',
  'docket_entries.description',
  'docket_entries.sealed',
  'docket_entries.restricted',
  'docket_entries.page_count as pageCount',
  'docket_entries.version',
  'docket_entries.updated_at as updatedAt',
] as const;

const columnOf = {
  documentNumber: 'document_number',
  filedOn: 'filed_on',
  enteredOn: 'entered_on',
  description: 'description',
  sealed: 'sealed',
  restricted: 'restricted',
} as const satisfies Record<keyof DocketEntryChange, string>;

type Filter = Pick<DocketQuery, 'q' | 'from' | 'to' | 'numbered'>;
type Entries = SelectQueryBuilder<Tables, 'docket_entries', object>;

/**
 * SQL of the docket entries. Every read is inside what the viewer may see: entries of visible
 * cases, sealed and restricted ones only with `docket:read-sealed`.
 */
@Injectable()
export class DocketRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  async list(
    viewer: Viewer,
    caseId: string,
    query: DocketQuery,
  ): Promise<{ rows: DocketEntry[]; nextCursor: string | null; total?: number }> {
    const found = this.#filtered(viewer, caseId, query);
    const page = await keysetPage(withColumns(found), byPosition(caseId, query.sort), query);
    if (!query.count) return page;
    const counted = found.select(sql<number>`count(*)::int`.as('total'));
    return { ...page, total: (await counted.executeTakeFirstOrThrow()).total };
  }

  async find(viewer: Viewer, id: string, trx?: Kysely<Tables>): Promise<DocketEntry | undefined> {
    return withColumns(this.#visible(viewer, trx))
      .where('docket_entries.id', '=', id)
      .executeTakeFirst();
  }

  /** Puts the entry last in the docket. The caller holds the lock of the case. */
  async insert(trx: Transaction<Tables>, caseId: string, body: DocketEntryBody): Promise<string> {
    const id = newId();
    await trx
      .insertInto('docket_entries')
      .values({
        id,
        case_id: caseId,
        position: sql<number>`(select coalesce(max(position), 0) + 1 from docket_entries
          where case_id = ${caseId})`,
        document_number: body.documentNumber ?? null,
        filed_on: body.filedOn,
        entered_on: body.enteredOn ?? null,
        description: body.description,
        sealed: body.sealed,
        restricted: body.restricted,
      })
      .execute();
    return id;
  }

  /** Answers false when the entry does not have that version any more. */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    change: DocketEntryChange,
  ): Promise<boolean> {
    const set = Object.entries(change)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [columnOf[field as keyof DocketEntryChange], value]);
    const { numUpdatedRows } = await trx
      .updateTable('docket_entries')
      .set({
        ...Object.fromEntries(set),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      } as never)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #filtered(viewer: Viewer, caseId: string, filter: Filter): Entries {
    let query = this.#visible(viewer).where('docket_entries.case_id', '=', caseId);
    if (filter.q) {
      const { q } = filter;
      query = query.where((where) =>
        where.or([
          where('docket_entries.description', 'ilike', containsPattern(q)),
          where('docket_entries.document_number', '=', q),
        ]),
      );
    }
    if (filter.from) query = query.where('docket_entries.filed_on', '>=', filter.from);
    if (filter.to) query = query.where('docket_entries.filed_on', '<=', filter.to);
    if (filter.numbered !== undefined)
      query = query.where('document_number', filter.numbered ? 'is not' : 'is', null);
    return query;
  }

  #visible(viewer: Viewer, trx?: Kysely<Tables>): Entries {
    const query = (trx ?? this.database.db)
      .selectFrom('docket_entries')
      .where(this.access.visibleCases(viewer, 'docket_entries.case_id'));
    // Whoever may read sealed entries everywhere is asked nothing about each.
    if (this.access.can(viewer, 'docket:read-sealed') && !viewer.grants?.length) return query;
    const seesSealed = this.access.permittedCases(
      viewer,
      'docket:read-sealed',
      'docket_entries.case_id',
    );
    return query
      .where(this.access.permittedCases(viewer, 'docket:read', 'docket_entries.case_id'))
      .where(sql<SqlBool>`(${seesSealed} or not (sealed or restricted))`);
  }
}

function withColumns(query: Entries): SelectQueryBuilder<Tables, 'docket_entries', DocketEntry> {
  return query.select([
    ...columns,
    sql<number>`jsonb_array_length(docket_entries.attachments)`.as('attachmentCount'),
  ]);
}

/**
 * The court's order. An import may lay the positions anew while somebody pages: the next page goes
 * on behind the last entry of the one before, wherever that stands by then.
 */
function byPosition(caseId: string, sort: DocketQuery['sort']): Keyset {
  return {
    name: `docket:${sort}`,
    isDescending: sort.startsWith('-'),
    columns: [
      { expression: sql`docket_entries.position`, type: 'bigint' },
      { expression: sql`docket_entries.id`, type: 'uuid' },
    ],
    standing: ([position, id]) => [
      sql`coalesce((select last.position from docket_entries as last
        where last.id = ${id} and last.case_id = ${caseId}), ${position})`,
      sql`${id}`,
    ],
  };
}
