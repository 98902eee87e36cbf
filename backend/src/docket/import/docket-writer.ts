import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { ChangeLog, type Change } from '../../audit/change-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { TeamService } from '../../authorization/team.service.ts';
import { CaseReadings } from '../../cases/case-readings.ts';
import { PartyReadings } from '../../cases/party-readings.ts';
import { PartyDirectory } from '../../parties/party-directory.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { refreshDocketSummary } from '../docket-summary.ts';
import type { DocketReading, EntryReading } from './docket-reading.ts';
import { EntryReadings } from './entry-readings.ts';
import type { DocketOutcome } from './import-tally.ts';

/** Writes one docket as part of a transaction: the case, its parties, its entries, and the record. */
@Injectable()
export class DocketWriter {
  constructor(
    private readonly directory: PartyDirectory,
    private readonly cases: CaseReadings,
    private readonly parties: PartyReadings,
    private readonly entries: EntryReadings,
    private readonly team: TeamService,
    private readonly changes: ChangeLog,
  ) {}

  /**
   * Answers what became of the docket, or null when its case exists and is not open to the actor.
   * Dockets are written one at a time, also by several imports at once: each waits here for the
   * one before. A docket that says nothing new writes nothing.
   */
  async write(
    trx: Transaction<Tables>,
    actor: Actor,
    reading: DocketReading,
  ): Promise<DocketOutcome | null> {
    await this.directory.lock(trx);
    const found = await this.cases.apply(trx, actor, reading.case, summaryOf(reading.entries));
    if (found.outcome === 'hidden') return null;
    const { id } = found;
    const isNew = found.outcome === 'created';
    const parties = await this.parties.apply(trx, actor, id, reading.parties, isNew);
    const entries = await this.entries.apply(trx, id, reading.entries, isNew);
    const hasNews = parties.created + parties.updated + entries.created + entries.updated > 0;
    const isChanged = hasNews || entries.moved > 0 || found.outcome !== 'unchanged';
    if (!isChanged) return { case: 'unchanged', parties, entries };
    if (!isNew && entries.created + entries.updated > 0) await refreshDocketSummary(trx, id);
    if (!isNew) await sql`update cases set updated_at = now() where id = ${id}`.execute(trx);
    await this.#record(trx, actor, id, reading, { isNew, parties, entries });
    if (isNew && actor.userId !== null) {
      const facts = { requestId: actor.requestId ?? null, ip: actor.ip ?? null };
      await this.team.join(trx, actor, id, actor.userId, 'lead', facts);
    }
    return { case: isNew ? 'created' : 'updated', parties, entries };
  }

  async #record(
    trx: Transaction<Tables>,
    actor: Actor,
    id: string,
    reading: DocketReading,
    { isNew, parties, entries }: { isNew: boolean } & Omit<DocketOutcome, 'case'>,
  ): Promise<void> {
    const object = { objectType: 'case', objectId: id, caseId: id };
    const { number } = reading.case;
    const made: Change = {
      ...object,
      type: 'case.created',
      payload: { number, source: 'docket-import' },
    };
    const imported: Change = {
      ...object,
      type: 'docket.imported',
      payload: { number, parties, entries },
    };
    await this.changes.record(trx, actor, ...(isNew ? [made] : []), imported);
  }
}

/** What a case that is new with these entries shows of them: nothing that is read is sealed. */
function summaryOf(entries: readonly EntryReading[]): { count: number; lastOn: string | null } {
  const lastOn = entries.reduce<string | null>(
    (last, { filedOn }) => (last === null || filedOn > last ? filedOn : last),
    null,
  );
  return { count: entries.length, lastOn };
}
