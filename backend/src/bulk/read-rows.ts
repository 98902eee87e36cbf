import { parseJSONStream } from '@lexiflow/memory';
import type { Account } from '@lexiflow/memory';
import { bulkRowName } from '@lexiflow/contracts';
import type { BulkRowName } from '@lexiflow/contracts';
import type { AppError } from '../platform/errors/define-error.ts';
import { parseInput } from '../platform/http/endpoint.ts';
import { bulkErrors } from './bulk.errors.ts';
import { bulkLimits } from './bulk.limits.ts';

/** One line of the input: which record it names, and the fields as they stand there. */
export interface BulkRow {
  readonly line: number;
  readonly name: BulkRowName;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What it is charged with. */
  readonly bytes: number;
  /** Why it is no row. */
  readonly fault?: AppError;
}

/** What rows are read with. */
export interface RowReading {
  readonly account: Account;
  readonly signal: AbortSignal;
}

/**
 * The rows of an NDJSON body of any length, those that cannot be read with their fault. Blank lines
 * count as lines but are no rows.
 */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  { account, signal }: RowReading,
): AsyncGenerator<BulkRow> {
  const records = parseJSONStream(source, {
    format: 'ndjson',
    maxItemBytes: bulkLimits.lineBytes,
    maxDepth: bulkLimits.lineDepth,
    account,
    signal,
  });
  for await (const { line, value, error } of records) {
    if (error) {
      const detail = `${error.reason} (byte ${error.byteOffset} of the input)`;
      yield faulty(line, bulkErrors.lineUnreadable(detail));
    } else yield rowOf(line, value);
  }
}

function rowOf(line: number, value: unknown): BulkRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return faulty(line, bulkErrors.lineUnreadable('the line is JSON, but no object'));
  }
  const { id, key, version, ...fields } = value as Record<string, unknown>;
  const given = Object.entries({ id, key, version }).filter(([, named]) => named !== undefined);
  const bytes = JSON.stringify(value).length * bulkLimits.rowFactor + bulkLimits.rowOverheadBytes;
  try {
    const name = parseInput(bulkRowName, Object.fromEntries(given), 'body');
    return { line, name, fields, bytes };
  } catch (fault) {
    return { ...faulty(line, fault as AppError), bytes };
  }
}

function faulty(line: number, fault: AppError): BulkRow {
  return { line, name: {}, fields: {}, bytes: bulkLimits.rowOverheadBytes, fault };
}
