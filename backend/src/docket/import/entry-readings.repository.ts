import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import type { AttachmentReading, EntryReading } from './docket-reading.ts';
import { entryFacts } from './entry-facts.ts';
import type { EntryFacts } from './entry-facts.ts';
import type { KnownFacts } from './match-entries.ts';
import { writeBatches } from './write-batches.ts';
import '../docket.schema.ts';

/** An entry that is in the database already, with what the docket last said about it. */
export interface KnownEntry {
  readonly id: string;
  readonly position: number;
  readonly sourceKey: string | null;
  readonly facts: KnownFacts;
}

/** An entry that the docket has and the case has not. */
export interface NewEntry {
  readonly id: string;
  readonly position: number;
  readonly sourceKey: string;
  readonly facts: EntryFacts;
  readonly reading: EntryReading;
}

/** What to write to a known entry: `null` leaves a column as it is. */
export interface EntryChange {
  readonly id: string;
  readonly facts: EntryFacts;
  /** Whether a column changes, not only what is remembered about the source. */
  readonly isVisible: boolean;
  readonly number: string | null;
  readonly filedOn: string | null;
  readonly enteredOn: string | null;
  readonly description: string | null;
  readonly docId: string | null;
  readonly seqNo: string | null;
  readonly pageCount: number | null;
  readonly attachments: readonly AttachmentReading[] | null;
}

interface KnownRow {
  id: string;
  position: number;
  source_key: string | null;
  facts: EntryFacts | null;
  number: string | null;
  filed_on: string;
  entered_on: string | null;
  description: string | null;
}

/** SQL of the entries of an import: rows are written by the hundred, in bounded statements. */
@Injectable()
export class EntryReadingsRepository {
  /** All entries of a case in order, without their texts: those are compared by digest. */
  async known(trx: Transaction<Tables>, caseId: string): Promise<KnownEntry[]> {
    const { rows } = await sql<KnownRow>`
      select id, position, source_key, source_facts as facts, document_number as number, filed_on,
        entered_on, case when source_facts is null then description end as description
      from docket_entries where case_id = ${caseId} order by position`.execute(trx);
    return rows.map((row) => ({
      id: row.id,
      position: row.position,
      sourceKey: row.source_key,
      facts: row.facts ? { ...row.facts, isOwn: false } : { ...factsOfOwn(row), isOwn: true },
    }));
  }

  async move(
    trx: Transaction<Tables>,
    moves: readonly { id: string; position: number }[],
  ): Promise<void> {
    // Between two batches two entries may share a position; at the commit none may.
    await sql`set constraints docket_entries_order deferred`.execute(trx);
    for (const batch of writeBatches(moves))
      await sql`update docket_entries as entry set position = given.position
        from jsonb_to_recordset(${batch}::jsonb) as given (id uuid, position integer)
        where entry.id = given.id`.execute(trx);
  }

  async change(trx: Transaction<Tables>, changes: readonly EntryChange[]): Promise<void> {
    for (const batch of writeBatches(changes))
      await sql`update docket_entries as entry set source_facts = given.facts,
          source_key = coalesce(entry.source_key, 'own:' || entry.id),
          document_number = coalesce(given.number, entry.document_number),
          filed_on = coalesce(given."filedOn", entry.filed_on),
          entered_on = coalesce(given."enteredOn", entry.entered_on),
          description = coalesce(given.description, entry.description),
          pacer_doc_id = coalesce(given."docId", entry.pacer_doc_id),
          pacer_seq_no = coalesce(given."seqNo", entry.pacer_seq_no),
          page_count = coalesce(given."pageCount", entry.page_count),
          attachments = coalesce(given.attachments, entry.attachments),
          version = entry.version + case when given."isVisible" then 1 else 0 end,
          updated_at = case when given."isVisible" then now() else entry.updated_at end
        from jsonb_to_recordset(${batch}::jsonb) as given (id uuid, facts jsonb,
          "isVisible" boolean, number text, "filedOn" date, "enteredOn" date, description text,
          "docId" text, "seqNo" text, "pageCount" integer, attachments jsonb)
        where entry.id = given.id`.execute(trx);
  }

  async insert(
    trx: Transaction<Tables>,
    caseId: string,
    entries: readonly NewEntry[],
  ): Promise<void> {
    for (const batch of writeBatches(entries))
      await sql`insert into docket_entries (id, case_id, position, source_key, source_facts,
          document_number, filed_on, entered_on, description, pacer_doc_id, pacer_seq_no,
          page_count, attachments)
        select given.id, ${caseId}::uuid, position, "sourceKey", facts, number, "filedOn",
          "enteredOn", description, "docId", "seqNo", "pageCount", attachments
        from jsonb_to_recordset(${batch}::jsonb) as given (id uuid, position integer,
            "sourceKey" text, facts jsonb, reading jsonb),
          jsonb_to_record(given.reading) as entry (number text, "filedOn" date, "enteredOn" date,
            description text, "docId" text, "seqNo" text, "pageCount" integer, attachments jsonb)`.execute(
        trx,
      );
  }
}

function factsOfOwn(row: KnownRow): EntryFacts {
  return entryFacts({
    number: row.number,
    filedOn: row.filed_on,
    enteredOn: row.entered_on,
    description: row.description ?? '',
    docId: null,
    seqNo: null,
    pageCount: null,
    attachments: [],
  });
}
