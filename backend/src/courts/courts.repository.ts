import type { Court, CourtQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Keyset } from '../platform/database/keyset.ts';
import { containsPattern } from '../platform/database/like-pattern.ts';
import type { Tables } from '../platform/database/tables.ts';
import './courts.schema.ts';

const byName: Keyset = {
  name: 'courts:name',
  isDescending: false,
  columns: [
    { expression: sql`left(lower(courts.name), 80)`, type: 'text' },
    { expression: sql`courts.id`, type: 'text' },
  ],
};

/** How many of the written courts were new, and how many changed. */
export interface CourtsWritten {
  readonly created: number;
  readonly updated: number;
}

/** SQL of the courts: a few thousand rows that everyone may read. */
@Injectable()
export class CourtsRepository {
  constructor(private readonly database: Database) {}

  async list(
    query: CourtQuery,
  ): Promise<{ rows: Court[]; nextCursor: string | null; total?: number }> {
    const page = await keysetPage(this.#filtered(query.q).selectAll(), byName, query);
    if (!query.count) return page;
    const { total } = await this.#filtered(query.q)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...page, total };
  }

  async find(id: string, trx?: Kysely<Tables>): Promise<Court | undefined> {
    return (trx ?? this.database.db)
      .selectFrom('courts')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** Adds the courts that are missing, and names those known by their id only; answers how many. */
  async addMissing(trx: Kysely<Tables>, courts: readonly Court[]): Promise<number> {
    const { numAffectedRows = 0n } =
      await sql`insert into courts (id, name, level, system, type, location, citation)
      select id, name, level, system, type, location, citation
      from jsonb_to_recordset(${JSON.stringify(courts)}::jsonb) as given
        (id text, name text, level text, system text, type text, location text, citation text)
      order by id
      on conflict (id) do update set name = excluded.name, level = excluded.level,
        system = excluded.system, type = excluded.type, location = excluded.location,
        citation = excluded.citation
      where courts.name = courts.id and excluded.name <> courts.id`.execute(trx);
    return Number(numAffectedRows);
  }

  /** Writes courts of distinct ids; rows that say the same already are left alone. */
  async upsert(trx: Kysely<Tables>, courts: readonly Court[]): Promise<CourtsWritten> {
    const { rows } = await sql<{ is_new: boolean }>`
      insert into courts as known (id, name, level, system, type, location, citation)
      select id, name, level, system, type, location, citation
      from jsonb_to_recordset(${JSON.stringify(courts)}::jsonb) as given
        (id text, name text, level text, system text, type text, location text, citation text)
      order by id
      on conflict (id) do update set name = excluded.name, level = excluded.level,
        system = excluded.system, type = excluded.type, location = excluded.location,
        citation = excluded.citation
      where (known.name, known.level, known.system, known.type, known.location, known.citation)
        is distinct from (excluded.name, excluded.level, excluded.system, excluded.type,
          excluded.location, excluded.citation)
      returning xmax = 0 as is_new`.execute(trx);
    const created = rows.filter((row) => row.is_new).length;
    return { created, updated: rows.length - created };
  }

  #filtered(q: string | undefined): SelectQueryBuilder<Tables, 'courts', object> {
    const query = this.database.db.selectFrom('courts');
    if (!q) return query;
    const pattern = containsPattern(q);
    return query.where((where) =>
      where.or([
        where('courts.id', 'ilike', pattern),
        where('courts.name', 'ilike', pattern),
        where('courts.citation', 'ilike', pattern),
      ]),
    );
  }
}
