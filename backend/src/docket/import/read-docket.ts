import * as z from 'zod/mini';
import { inputProblems } from '../../platform/http/input-problems.ts';
import { docketLimits } from '../docket.limits.ts';
import { docketRecord } from './docket-record.ts';
import type { DocketRecord } from './docket-record.ts';
import type { DocketReading, EntryReading } from './docket-reading.ts';
import { keptAttributes } from './kept-attributes.ts';

/** A docket, or why it is none: the first few faults with their places. */
export type ReadOutcome =
  | { readonly ok: true; readonly reading: DocketReading }
  | { readonly ok: false; readonly reason: string };

/** Reads one parsed JSON value as a docket. Never throws for what the value holds. */
export function readDocket(value: unknown): ReadOutcome {
  const result = z.safeParse(docketRecord, value);
  if (!result.success) return { ok: false, reason: reasonOf(result.error.issues) };
  const record = result.data;
  const dateless = record.docket_entries.findIndex(
    (entry) => entry.date_filed === null && entry.date_entered === null,
  );
  if (dateless >= 0)
    return { ok: false, reason: `docket_entries[${dateless}].date_filed: must be a date` };
  return { ok: true, reading: toReading(record) };
}

function toReading(record: DocketRecord): DocketReading {
  return {
    case: {
      courtId: record.court_id.toLowerCase(),
      number: record.docket_number,
      title: record.case_name,
      judge: record.assigned_to_str,
      referredTo: record.referred_to_str,
      typeCode: record.federal_dn_case_type,
      natureOfSuit: record.nature_of_suit,
      cause: record.cause,
      jurisdiction: record.jurisdiction,
      juryDemand: record.jury_demand,
      demand: record.demand,
      filedOn: record.date_filed,
      terminatedOn: record.date_terminated,
      attributes: keptAttributes(record, docketRecord.shape),
    },
    parties: record.parties.map((party) => ({
      name: party.name,
      role: party.type ?? 'Unknown',
      terminatedOn: party.date_terminated,
      extraInfo: party.extra_info,
      counsel: party.attorneys.flatMap(({ name, roles, contact }) =>
        name === null ? [] : [{ name, roles, contact }],
      ),
    })),
    entries: oldestFirst(record.docket_entries.map(toEntry)),
  };
}

function toEntry(entry: DocketRecord['docket_entries'][number]): EntryReading {
  return {
    number: entry.document_number,
    filedOn: entry.date_filed ?? entry.date_entered ?? '',
    enteredOn: entry.date_entered,
    description: entry.description ?? entry.short_description ?? '',
    docId: entry.pacer_doc_id,
    seqNo: entry.pacer_seq_no,
    pageCount: entry.page_count,
    attachments: entry.attachments.map((attached) => ({
      number: attached.attachment_number,
      description: attached.description,
      pageCount: attached.page_count,
      sizeBytes: attached.file_size_bytes,
      pacerDocId: attached.pacer_doc_id,
    })),
  };
}

/** Dockets are printed either way round; more falling than rising dates say the newest is first. */
function oldestFirst(entries: EntryReading[]): EntryReading[] {
  let rising = 0;
  for (let at = 1; at < entries.length; at++) {
    const [before, after] = [entries[at - 1]?.filedOn ?? '', entries[at]?.filedOn ?? ''];
    if (before !== after) rising += before < after ? 1 : -1;
  }
  return rising < 0 ? entries.toReversed() : entries;
}

function reasonOf(issues: readonly z.core.$ZodIssue[]): string {
  const named = inputProblems(issues.slice(0, 3)).map(({ path, message }) =>
    path === '' ? message : `${path}: ${message}`,
  );
  const more = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  return (named.join('; ') + more).slice(0, docketLimits.reasonLength);
}
