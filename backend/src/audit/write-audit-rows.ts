import type { Kysely } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import type { AuditRow } from './audit-row.ts';
import './audit.schema.ts';

/** Inserts rows in one statement; rows that are there already (by id) stay as they are. */
export async function writeAuditRows(db: Kysely<Tables>, rows: readonly AuditRow[]): Promise<void> {
  await db
    .insertInto('audit_log')
    .values([...rows])
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
