import type { AuditRecord } from '@lexiflow/contracts';
import { csvLine } from './csv-line.ts';

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

/** Audit records as NDJSON lines, one at a time. */
export async function* ndjsonLines(records: AsyncIterable<AuditRecord>): AsyncGenerator<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** Audit records as CSV with a header line, one line at a time. */
export async function* csvLines(records: AsyncIterable<AuditRecord>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const record of records) {
    yield csvLine(
      columns.map((name) => (name === 'details' ? JSON.stringify(record.details) : record[name])),
    );
  }
}
