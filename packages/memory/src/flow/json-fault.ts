/** What can be wrong with one record, or with the input around the records. */
export type JsonFaultCode =
  | 'JSON_SYNTAX'
  | 'JSON_ENCODING'
  | 'JSON_TOO_LARGE'
  | 'JSON_TOO_DEEP'
  | 'JSON_TRUNCATED'
  | 'JSON_TRAILING'
  | 'JSON_EMPTY'
  | 'JSON_TOP_LEVEL';

/** One fault with its place: `byteOffset` from the start of the input, `line` from 1. */
export interface JsonFault {
  readonly code: JsonFaultCode;
  /** One sentence for a person; never quotes the input. */
  readonly reason: string;
  readonly byteOffset: number;
  readonly line: number;
}
