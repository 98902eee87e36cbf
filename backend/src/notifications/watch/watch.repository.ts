import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import '../notifications.schema.ts';

/** SQL of up to when trouble was announced. */
@Injectable()
export class WatchRepository {
  constructor(private readonly database: Database) {}

  /** Up to when; made as now where there is none: what was before is old news. */
  async mark(name: string): Promise<string> {
    await this.database.db
      .insertInto('notification_marks')
      .values({ name, at: sql<string>`now()` })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { at } = await this.database.db
      .selectFrom('notification_marks')
      .select('at')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return at;
  }

  /** Moves a mark from where it was; false when another process has moved it meanwhile. */
  async move(trx: Transaction<Tables>, name: string, from: string, to: string): Promise<boolean> {
    const { rows } = await sql`update notification_marks set at = ${to}::timestamptz
      where name = ${name} and at = ${from}::timestamptz returning 1`.execute(trx);
    return rows.length > 0;
  }
}
