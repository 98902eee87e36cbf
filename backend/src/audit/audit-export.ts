import type { AuditRecord } from '@lexiflow/contracts';
import { writeCSV, writeNDJSON } from '@lexiflow/memory';
import type { LineWriterOptions } from '@lexiflow/memory';

const columns = [
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'action',
  'objectType',
  'objectId',
  'caseId',
  'details',
  'requestId',
  'ip',
  'sealed',
  'id',
] as const;

/** Audit records as NDJSON, or as CSV that a spreadsheet shows as text; made while it is read. */
export function writeAudit(
  records: AsyncIterable<AuditRecord>,
  format: 'ndjson' | 'csv',
  options: LineWriterOptions,
): AsyncGenerator<Buffer, void, undefined> {
  if (format === 'ndjson') return writeNDJSON(records, options);
  return writeCSV(csvRows(records), { ...options, columns, formulas: 'escape' });
}

async function* csvRows(
  records: AsyncIterable<AuditRecord>,
): AsyncGenerator<Record<string, unknown>> {
  for await (const record of records) {
    yield { ...record, details: JSON.stringify(record.details) };
  }
}
