import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { PartyDirectory } from '../parties/party-directory.ts';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import type { PartyReading, ReadingCounts } from './case-reading.ts';
import type { Counsel } from './cases.schema.ts';
import { matchParties, partyChange } from './match-parties.ts';
import type { KnownParty } from './match-parties.ts';

interface NewRow {
  id: string;
  party_id: string;
  role: string;
  position: number;
  occurrence: number;
  source_name_key: string;
  terminated_on: string | null;
  extra_info: string | null;
  counsel: readonly Counsel[];
}

/** Takes the party list of a docket into its case. */
@Injectable()
export class PartyReadings {
  constructor(private readonly directory: PartyDirectory) {}

  /**
   * Adds the lines that are new and writes what changed in the known ones; a line that the docket
   * does not print any more stays. The caller holds the lock of the imports and of the case.
   * `isNew` says that the case was made by this transaction.
   */
  async apply(
    trx: Transaction<Tables>,
    viewer: Viewer,
    caseId: string,
    read: readonly PartyReading[],
    isNew: boolean,
  ): Promise<ReadingCounts> {
    if (read.length === 0) return { created: 0, updated: 0, unchanged: 0 };
    const known = isNew ? [] : await this.#known(trx, caseId);
    const keys = read.map((party) => this.directory.keyOf(party.name));
    const match = matchParties(known, read, keys);
    const changes = read.flatMap((party, at) => {
      const row = match[at];
      const change = row ? partyChange(row, party) : null;
      return row && change ? [{ id: row.id, ...change }] : [];
    });
    if (changes.length > 0) await this.#update(trx, changes);
    const created = await this.#insert(trx, viewer, caseId, known, read, keys, match);
    const updated = changes.length;
    return { created, updated, unchanged: read.length - created - updated };
  }

  async #known(trx: Transaction<Tables>, caseId: string): Promise<KnownParty[]> {
    const { rows } = await sql<KnownParty>`
      select cp.id, cp.party_id as "partyId", cp.role, cp.occurrence,
        coalesce(cp.source_name_key, p.name_key) as key,
        cp.terminated_on as "terminatedOn", cp.extra_info as "extraInfo", cp.counsel
      from case_parties as cp join parties as p on p.id = cp.party_id
      where cp.case_id = ${caseId} order by cp.occurrence, cp.position, cp.id`.execute(trx);
    return rows;
  }

  async #insert(
    trx: Transaction<Tables>,
    viewer: Viewer,
    caseId: string,
    known: readonly KnownParty[],
    read: readonly PartyReading[],
    keys: readonly string[],
    match: readonly (KnownParty | null)[],
  ): Promise<number> {
    const missing = read.flatMap((party, at) => (match[at] ? [] : [{ party, at }]));
    if (missing.length === 0) return 0;
    const names = missing.map(({ party }) => party.name);
    const ids = await this.directory.findOrAdd(trx, viewer, caseId, names);
    const seen = new Map<string, number>();
    for (const row of known) {
      const role = `${row.partyId} ${row.role}`;
      seen.set(role, Math.max(seen.get(role) ?? 0, row.occurrence));
    }
    const rows = missing.map(({ party, at }): NewRow => {
      const partyId = ids.get(party.name) as string;
      const occurrence = (seen.get(`${partyId} ${party.role}`) ?? 0) + 1;
      seen.set(`${partyId} ${party.role}`, occurrence);
      return {
        id: newId(),
        party_id: partyId,
        role: party.role,
        position: at + 1,
        occurrence,
        source_name_key: keys[at] as string,
        terminated_on: party.terminatedOn,
        extra_info: party.extraInfo,
        counsel: party.counsel,
      };
    });
    await sql`insert into case_parties (id, case_id, party_id, role, position, occurrence,
        source_name_key, terminated_on, extra_info, counsel)
      select id, ${caseId}::uuid, party_id, role, position, occurrence, source_name_key,
        terminated_on, extra_info, counsel
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, party_id uuid,
        role text, position integer, occurrence integer, source_name_key text, terminated_on date,
        extra_info text, counsel jsonb)`.execute(trx);
    return rows.length;
  }

  async #update(trx: Transaction<Tables>, changes: readonly object[]): Promise<void> {
    await sql`update case_parties as cp set
        terminated_on = coalesce(given.terminated_on, cp.terminated_on),
        extra_info = coalesce(given.extra_info, cp.extra_info),
        counsel = coalesce(given.counsel, cp.counsel)
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as given
        (id uuid, terminated_on date, extra_info text, counsel jsonb)
      where cp.id = given.id`.execute(trx);
  }
}
