import type { Buffer } from 'node:buffer';
import { flowErrors } from '../flow.errors.ts';
import { writeLines } from '../write-lines.ts';
import type { LineWriterOptions } from '../write-lines.ts';
import { columnsFault, delimiterCode } from './column-names.ts';
import { CsvFields } from './csv-fields.ts';

/** A row to write: values in order, or by the name of their column. */
export type CsvRow = readonly unknown[] | Readonly<Record<string, unknown>>;

/** How {@link writeCSV} writes. */
export interface CsvWriterOptions extends LineWriterOptions {
  /**
   * Names of the columns and their order. Objects are written by them and other properties left out.
   * Without it the first object names them, and a later one with a further property is refused.
   */
  readonly columns?: readonly string[];
  /** Writes the names as the first row, when there are names. Default true. */
  readonly hasHeader?: boolean;
  /** One ASCII character that is no quote and no line end. Default a comma. */
  readonly delimiter?: string;
  /** Default CRLF, as RFC 4180 has it. */
  readonly lineEnd?: '\r\n' | '\n';
  /** Begins with a byte order mark, by which Excel knows UTF-8. Default false. */
  readonly hasByteOrderMark?: boolean;
  /**
   * `escape` puts an apostrophe before texts that a spreadsheet would run as a formula (those that
   * begin with = + - @, a tab, a line end or their full-width forms, and are no number). It changes
   * the data, so it is for files that people open. Default `keep`.
   */
  readonly formulas?: 'keep' | 'escape';
}

/**
 * Writes rows as CSV in Buffers of about `chunkBytes` (exceeded by at most one row), pulled as they
 * are consumed: give it to `Readable.from` or `pipeline`. Texts, numbers, bigints, booleans and Dates
 * (ISO 8601) are written, null and undefined as nothing; another value throws a TypeError that names
 * its row and column. Throws `FLOW_OPTION_INVALID` for options out of range.
 */
export function writeCSV(
  rows: Iterable<CsvRow> | AsyncIterable<CsvRow>,
  options: CsvWriterOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const { columns, delimiter = ',', lineEnd = '\r\n', formulas = 'keep' } = options;
  if (delimiterCode(delimiter) === null) {
    throw flowErrors.invalidOption(
      'delimiter must be one ASCII character, no quote and no line end.',
    );
  }
  const fault = columns ? columnsFault(columns, []) : null;
  if (fault !== null) throw flowErrors.invalidOption(`columns: ${fault}.`);
  const fields = new CsvFields({ columns, delimiter, lineEnd, formulas });
  const hasHeader = options.hasHeader ?? true;
  const mark = options.hasByteOrderMark ? '\ufeff' : '';
  const header = columns && hasHeader ? fields.header() : '';
  const lineOf = (row: CsvRow, index: number): string => {
    const line = fields.line(row, index);
    const isNamed = index === 0 && !columns && hasHeader && !Array.isArray(row);
    return isNamed ? fields.header() + line : line;
  };
  return writeLines(rows, lineOf, mark + header, options);
}
