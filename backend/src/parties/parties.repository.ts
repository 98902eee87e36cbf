import type { Party, PartyBody, PartyChange, PartyQuery } from '@lexiflow/contracts';
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
import { foldName } from './fold-name.ts';
import { openParty } from './open-party.ts';
import './parties.schema.ts';

const columns = [
  'parties.id',
  'parties.name',
  'parties.kind',
  'parties.email',
  'parties.phone',
  'parties.address',
  'parties.notes',
  'parties.version',
  'parties.created_at as createdAt',
  'parties.updated_at as updatedAt',
] as const;

const sorts = {
  name: { expression: sql`left(lower(parties.name), 80)`, type: 'text' },
  createdAt: { expression: sql`parties.created_at`, type: 'timestamptz' },
} as const;

/** SQL of the parties. A party shows through a visible case it is in, or when it is in none. */
@Injectable()
export class PartiesRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /** One page of the visible parties, and how many there are when `query.count` asks. */
  async list(
    viewer: Viewer,
    query: PartyQuery,
  ): Promise<{ rows: Party[]; nextCursor: string | null; total?: number }> {
    const page = await keysetPage(this.#visible(viewer, query), keysetOf(query.sort), query);
    if (!query.count) return page;
    return { ...page, total: await this.#count(viewer, query) };
  }

  async find(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<Party | undefined> {
    return this.#visible(viewer, {}, trx).where('parties.id', '=', id).executeTakeFirst();
  }

  async insert(trx: Transaction<Tables>, body: PartyBody): Promise<string> {
    const id = newId();
    await trx
      .insertInto('parties')
      .values({
        id,
        name: body.name,
        name_key: foldName(body.name),
        kind: body.kind,
        email: body.email ?? null,
        phone: body.phone ?? null,
        address: body.address ?? null,
        notes: body.notes ?? null,
      })
      .execute();
    return id;
  }

  /** Answers false when the party does not have that version any more. */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    change: PartyChange,
  ): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('parties')
      .set((set) => ({
        ...definedOf(change),
        ...(change.name === undefined ? {} : { name_key: foldName(change.name) }),
        version: set('version', '+', 1),
        updated_at: sql<string>`now()`,
      }))
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #count(viewer: Viewer, query: PartyQuery): Promise<number> {
    const row = await this.#filtered(viewer, query)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return row.total;
  }

  #visible(
    viewer: Viewer,
    filter: Pick<PartyQuery, 'q' | 'kind'>,
    trx?: Transaction<Tables>,
  ): SelectQueryBuilder<Tables, 'parties', Party> {
    const caseCount = sql<number>`(select count(distinct party_case.case_id)::int
      from case_parties as party_case
      where party_case.party_id = parties.id and ${this.access.visibleCases(viewer, 'party_case.case_id')})`;
    return this.#filtered(viewer, filter, trx).select([...columns, caseCount.as('caseCount')]);
  }

  #filtered(
    viewer: Viewer,
    filter: Pick<PartyQuery, 'q' | 'kind'>,
    trx?: Transaction<Tables>,
  ): SelectQueryBuilder<Tables, 'parties', object> {
    let query = (trx ?? this.database.db).selectFrom('parties').where(openParty(viewer));
    if (filter.q) query = query.where('parties.name', 'ilike', containsPattern(filter.q));
    if (filter.kind) query = query.where('parties.kind', '=', filter.kind);
    return query;
  }
}

function keysetOf(sort: PartyQuery['sort']): Keyset {
  const column = sort.replace('-', '') as keyof typeof sorts;
  return {
    name: `parties:${sort}`,
    isDescending: sort.startsWith('-'),
    columns: [sorts[column], { expression: sql`parties.id`, type: 'uuid' }],
  };
}

function definedOf<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
