import type { Client, ClientChange, ClientQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { SelectQueryBuilder, Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import { containsPattern } from '../platform/database/like-pattern.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import './clients.schema.ts';

const columns = [
  'clients.id',
  'clients.number',
  'clients.status',
  'clients.party_id as partyId',
  'parties.name',
  'parties.kind',
  'clients.archived_at as archivedAt',
  'clients.version',
  'clients.created_at as createdAt',
  'clients.updated_at as updatedAt',
] as const;

const sorts = {
  name: { expression: sql`left(lower(parties.name), 80)`, type: 'text' },
  number: { expression: sql`clients.number`, type: 'text' },
  createdAt: { expression: sql`clients.created_at`, type: 'timestamptz' },
} as const;

/**
 * SQL of the clients. The register of clients is the firm's own: everyone with `client:read` sees
 * all of it; what is counted is only the cases the viewer sees.
 */
@Injectable()
export class ClientsRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  async list(
    viewer: Viewer,
    query: ClientQuery,
  ): Promise<{ rows: Client[]; nextCursor: string | null; total?: number }> {
    const page = await keysetPage(this.#rows(viewer, query), keysetOf(query.sort), query);
    if (!query.count) return page;
    const { total } = await this.#filtered(query)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...page, total };
  }

  async find(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<Client | undefined> {
    return this.#rows(viewer, null, trx).where('clients.id', '=', id).executeTakeFirst();
  }

  async findNumber(viewer: Viewer, number: string): Promise<Client | undefined> {
    return this.#rows(viewer, null).where('clients.number', '=', number).executeTakeFirst();
  }

  async insert(
    trx: Transaction<Tables>,
    row: { partyId: string; number: string; status: Client['status'] },
  ): Promise<string> {
    const id = newId();
    await trx
      .insertInto('clients')
      .values({ id, party_id: row.partyId, number: row.number, status: row.status })
      .execute();
    return id;
  }

  /** Answers false when the client does not have that version any more. */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    change: ClientChange & { isArchived?: boolean },
  ): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('clients')
      .set((set) => ({
        ...(change.number === undefined ? {} : { number: change.number }),
        ...(change.status === undefined ? {} : { status: change.status }),
        ...(change.isArchived === undefined
          ? {}
          : { archived_at: change.isArchived ? sql<string>`now()` : null }),
        version: set('version', '+', 1),
        updated_at: sql<string>`now()`,
      }))
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #rows(
    viewer: Viewer,
    filter: Pick<ClientQuery, 'q' | 'status' | 'archived'> | null,
    trx?: Transaction<Tables>,
  ): SelectQueryBuilder<Tables, 'clients' | 'parties', Client> {
    const caseCount = sql<number>`(select count(*)::int from cases as client_case
      where client_case.client_id = clients.id and ${this.access.visibleCases(viewer, 'client_case.id')})`;
    return this.#filtered(filter, trx).select([...columns, caseCount.as('caseCount')]);
  }

  #filtered(
    filter: Pick<ClientQuery, 'q' | 'status' | 'archived'> | null,
    trx?: Transaction<Tables>,
  ): SelectQueryBuilder<Tables, 'clients' | 'parties', object> {
    let query = (trx ?? this.database.db)
      .selectFrom('clients')
      .innerJoin('parties', 'parties.id', 'clients.party_id');
    if (!filter) return query;
    query = query.where('clients.archived_at', filter.archived ? 'is not' : 'is', null);
    if (filter.status) query = query.where('clients.status', '=', filter.status);
    const { q } = filter;
    if (q)
      query = query.where((where) =>
        where.or([
          where('parties.name', 'ilike', containsPattern(q)),
          where('clients.number', 'ilike', containsPattern(q)),
        ]),
      );
    return query;
  }
}

function keysetOf(sort: ClientQuery['sort']): Keyset {
  const column = sort.replace('-', '') as keyof typeof sorts;
  return {
    name: `clients:${sort}`,
    isDescending: sort.startsWith('-'),
    columns: [sorts[column], { expression: sql`clients.id`, type: 'uuid' }],
  };
}
