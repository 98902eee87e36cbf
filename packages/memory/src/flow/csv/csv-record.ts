import type { CsvFault } from './csv-fault.ts';

/** One row of the input, or what is wrong with it. */
export type CsvRecord<T> =
  | {
      /** Ordinal among the rows, from 0; bad rows count, the header row and blank lines do not. */
      readonly index: number;
      /** Where the row starts, from the start of the input. */
      readonly byteOffset: number;
      /** Line of its start, from 1. */
      readonly line: number;
      readonly value: T;
      readonly error?: undefined;
    }
  | {
      readonly index: number;
      readonly byteOffset: number;
      readonly line: number;
      readonly value?: undefined;
      readonly error: CsvFault;
    };
