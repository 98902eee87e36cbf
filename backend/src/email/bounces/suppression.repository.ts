import type { Page, Suppression, SuppressionReason, SuppressionsQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { startPattern } from '../../platform/database/like-pattern.ts';
import { keysetPage, type Keyset } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';
import '../email.schema.ts';

const newestFirst: Keyset = {
  name: 'email-suppressions',
  isDescending: true,
  columns: [
    { expression: sql`email_suppressions.created_at`, type: 'timestamptz' },
    { expression: sql`email_suppressions.id`, type: 'uuid' },
  ],
};

const columns = ['id', 'address', 'reason', 'detail', 'created_at as createdAt'] as const;

/** SQL of the addresses that get no email. */
@Injectable()
export class SuppressionRepository {
  constructor(private readonly database: Database) {}

  /** Puts an address on the list; one that is there keeps its entry. Answers the entry. */
  async add(
    trx: Transaction<Tables>,
    address: string,
    reason: SuppressionReason,
    detail: string,
  ): Promise<Suppression> {
    await trx
      .insertInto('email_suppressions')
      .values({ id: newId(), address, reason, detail })
      .onConflict((conflict) => conflict.column('address').doNothing())
      .execute();
    return await trx
      .selectFrom('email_suppressions')
      .select(columns)
      .where('address', '=', address)
      .executeTakeFirstOrThrow();
  }

  /** Takes an entry off the list; answers its address, or null when there is none. */
  async remove(trx: Transaction<Tables>, id: string): Promise<string | null> {
    const removed = await trx
      .deleteFrom('email_suppressions')
      .where('id', '=', id)
      .returning('address')
      .executeTakeFirst();
    return removed?.address ?? null;
  }

  /** One page of the list, newest first. */
  async page(query: SuppressionsQuery): Promise<Page<Suppression>> {
    const { db } = this.database;
    let list = db.selectFrom('email_suppressions');
    if (query.address !== undefined)
      list = list.where('address', 'like', startPattern(query.address.toLowerCase()));
    const { rows, nextCursor } = await keysetPage(list.select(columns), newestFirst, query);
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await list
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }
}
