import { ByteReader } from '../byte-source.ts';
import type { ByteSource } from '../byte-source.ts';
import { flowErrors } from '../flow.errors.ts';
import { flowLimits } from '../flow.limits.ts';
import { ReadCharge } from '../read-charge.ts';
import type { FlowAccount } from '../read-charge.ts';
import { readHead } from '../read-head.ts';
import { RecordIterator } from '../record-iterator.ts';
import { requireWhole } from '../require-whole.ts';
import { Standstill } from '../standstill.ts';
import type { PauseOptions } from '../standstill.ts';
import { columnsFault, delimiterCode } from './column-names.ts';
import type { CsvRecord } from './csv-record.ts';
import { CsvSource } from './csv-source.ts';
import { RowGroup } from './row-group.ts';
import type { RowGroupOptions } from './row-group.ts';

/** How {@link parseCSVStream} reads. */
export interface CsvStreamOptions extends PauseOptions {
  /** `header`: the first row names the columns; `none`: rows are arrays; or the names. Default `header`. */
  readonly columns?: 'header' | 'none' | readonly string[];
  /** Names the header row must hold. */
  readonly requiredColumns?: readonly string[];
  /** One ASCII character that is no quote and no line end. Default a comma. */
  readonly delimiter?: string;
  /**
   * A row with another number of fields than the header, or without one than the first row:
   * `report` it; `fill` shorter ones with empty texts and report longer ones; `accept` it, which
   * needs `columns: 'none'`. Default `report`.
   */
  readonly ragged?: 'report' | 'fill' | 'accept';
  /** A larger row is reported and skipped, not held. Default `flowLimits.itemBytes`. */
  readonly maxItemBytes?: number;
  /** A row with a larger field is reported. Default `flowLimits.fieldBytes`. */
  readonly maxFieldBytes?: number;
  /** A row with more fields is reported. Default `flowLimits.columns`. */
  readonly maxColumns?: number;
  /** Charged with the bytes held; reading pauses while it refuses. */
  readonly account?: FlowAccount;
  /** Aborting ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads rows from CSV bytes in constant memory (RFC 4180 in UTF-8; LF, CRLF and CR end a row, in any
 * mix; blank lines are passed over; nothing is trimmed). Yields each row, or what is wrong with it
 * and where, and goes on after a bad one: behind a stray quote at the next line, else at the next
 * row. A bad header row ends the reading. The iteration itself throws only for the source's own
 * error, an abort, `FLOW_MEMORY_REFUSED`, `FLOW_SOURCE_NOT_BYTES` or `FLOW_OPTION_INVALID`. A column
 * named `__proto__` is left out. Holds one chunk of the source and one row; leaving the loop closes
 * the source.
 */
export function parseCSVStream(
  source: ByteSource,
  options: CsvStreamOptions & { readonly columns: 'none' },
): AsyncGenerator<CsvRecord<string[]>, void, undefined>;
export function parseCSVStream<T extends object = Record<string, string>>(
  source: ByteSource,
  options?: CsvStreamOptions,
): AsyncGenerator<CsvRecord<T>, void, undefined>;
export function parseCSVStream(
  source: ByteSource,
  options: CsvStreamOptions = {},
): AsyncGenerator<CsvRecord<string[] | Record<string, string>>, void, undefined> {
  return new RecordIterator(() => open(source, options));
}

async function open(source: ByteSource, options: CsvStreamOptions): Promise<CsvSource> {
  const { account, signal, columns = 'header', ragged = 'report', requiredColumns = [] } = options;
  const bounds = boundsOf(options);
  if (ragged === 'accept' && columns !== 'none') {
    throw flowErrors.invalidOption("ragged 'accept' needs columns 'none'.");
  }
  const fault = typeof columns === 'object' ? columnsFault(columns, requiredColumns) : null;
  if (fault !== null) throw flowErrors.invalidOption(`columns: ${fault}.`);
  const reader = new ByteReader(source, signal, () => new Standstill(options, 'csv-reader'));
  const charge = new ReadCharge(account, signal);
  try {
    // With the format given it looks for the encoding only.
    const head = await readHead(reader, charge, 'ndjson');
    const group = new RowGroup({ ...bounds, startOffset: head.byteOffset });
    const rows = { columns, ragged, requiredColumns, signal };
    return new CsvSource(rows, reader, charge, group, head);
  } catch (error) {
    charge[Symbol.dispose]();
    await reader[Symbol.asyncDispose]();
    throw error;
  }
}

function boundsOf(options: CsvStreamOptions): Omit<RowGroupOptions, 'startOffset'> {
  const {
    delimiter = ',',
    maxItemBytes = flowLimits.itemBytes.value,
    maxFieldBytes = flowLimits.fieldBytes.value,
    maxColumns = flowLimits.columns.value,
  } = options;
  const code = delimiterCode(delimiter);
  if (code === null) {
    throw flowErrors.invalidOption(
      'delimiter must be one ASCII character, no quote and no line end.',
    );
  }
  requireWhole('maxItemBytes', maxItemBytes, 1, flowLimits.largestItemBytes.value);
  requireWhole('maxFieldBytes', maxFieldBytes, 1);
  requireWhole('maxColumns', maxColumns, 1, flowLimits.mostColumns.value);
  return { delimiter: code, maxItemBytes, maxFieldBytes, maxColumns };
}
