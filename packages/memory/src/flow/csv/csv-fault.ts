/** What can be wrong with one row, or with the input around the rows. */
export type CsvFaultCode =
  | 'CSV_QUOTE'
  | 'CSV_ENCODING'
  | 'CSV_TOO_LARGE'
  | 'CSV_TOO_MANY_COLUMNS'
  | 'CSV_ROW_LENGTH'
  | 'CSV_TRUNCATED'
  | 'CSV_HEADER';

/** One fault with its place: `byteOffset` from the start of the input, `line` from 1. */
export interface CsvFault {
  readonly code: CsvFaultCode;
  /** One sentence for a person; never quotes the input. */
  readonly reason: string;
  readonly byteOffset: number;
  readonly line: number;
}
