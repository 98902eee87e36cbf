import type { CaseParty, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import './cases.schema.ts';

const inOrder: Keyset = {
  name: 'case-parties',
  isDescending: false,
  columns: [
    { expression: sql`case_parties.position`, type: 'bigint' },
    { expression: sql`case_parties.id`, type: 'uuid' },
  ],
};

/** SQL of the parties of one case. The caller has checked the access to the case. */
@Injectable()
export class CasePartiesRepository {
  constructor(private readonly database: Database) {}

  async list(
    caseId: string,
    query: SubListQuery,
  ): Promise<{ rows: CaseParty[]; nextCursor: string | null; total?: number }> {
    const rows = this.#rows().where('case_parties.case_id', '=', caseId);
    const page = await keysetPage(rows, inOrder, query);
    if (!query.count) return page;
    const { total } = await this.database.db
      .selectFrom('case_parties')
      .select(sql<number>`count(*)::int`.as('total'))
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    return { ...page, total };
  }

  async find(trx: Transaction<Tables>, id: string): Promise<CaseParty | undefined> {
    return this.#rows(trx).where('case_parties.id', '=', id).executeTakeFirst();
  }

  /** Puts the party last. Answers null when it has that role in the case already. */
  async insert(
    trx: Transaction<Tables>,
    row: { caseId: string; partyId: string; role: string },
  ): Promise<string | null> {
    const id = newId();
    const { rows } = await sql<{ id: string }>`
      insert into case_parties (id, case_id, party_id, role, position)
      select ${id}, ${row.caseId}, ${row.partyId}, ${row.role},
        coalesce((select max(position) from case_parties where case_id = ${row.caseId}), 0) + 1
      on conflict do nothing returning id`.execute(trx);
    return rows[0]?.id ?? null;
  }

  /** Answers the id of the party that was removed, or null when the case has no such row. */
  async remove(trx: Transaction<Tables>, caseId: string, id: string): Promise<string | null> {
    const removed = await trx
      .deleteFrom('case_parties')
      .where('id', '=', id)
      .where('case_id', '=', caseId)
      .returning('party_id')
      .executeTakeFirst();
    return removed?.party_id ?? null;
  }

  #rows(trx?: Transaction<Tables>) {
    return (trx ?? this.database.db)
      .selectFrom('case_parties')
      .innerJoin('parties', 'parties.id', 'case_parties.party_id')
      .select([
        'case_parties.id',
        'case_parties.party_id as partyId',
        'parties.name',
        'parties.kind',
        'case_parties.role',
        'case_parties.position',
        'case_parties.terminated_on as terminatedOn',
        'case_parties.extra_info as extraInfo',
        sql<CaseParty['counsel']>`case_parties.counsel`.as('counsel'),
      ]);
  }
}
