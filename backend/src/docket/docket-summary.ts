import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Tables } from '../platform/database/tables.ts';
import './docket.schema.ts';

/**
 * Counts the entries of a case anew, with and without the sealed and restricted ones, and finds the
 * latest date. Part of every transaction that writes entries; the caller holds the lock of the case.
 */
export async function refreshDocketSummary(
  trx: Transaction<Tables>,
  caseId: string,
): Promise<void> {
  await sql`update cases set entry_count = counted.entry_count,
      last_entry_on = counted.last_entry_on, open_entry_count = counted.open_entry_count,
      last_open_entry_on = counted.last_open_entry_on
    from (select count(*)::int as entry_count, max(filed_on) as last_entry_on,
        count(*) filter (where not (sealed or restricted))::int as open_entry_count,
        max(filed_on) filter (where not (sealed or restricted)) as last_open_entry_on
      from docket_entries where case_id = ${caseId}) as counted
    where cases.id = ${caseId}
      and (cases.entry_count, cases.last_entry_on, cases.open_entry_count, cases.last_open_entry_on)
        is distinct from (counted.entry_count, counted.last_entry_on, counted.open_entry_count,
          counted.last_open_entry_on)`.execute(trx);
}
