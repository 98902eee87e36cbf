/** How fields are told apart, and the bounds of a row that need no bytes to be held. */
export interface RowBounds {
  /** Code of one ASCII character. */
  readonly delimiter: number;
  readonly maxFieldBytes: number;
  readonly maxColumns: number;
  /** Position of the first byte fed, when something stood before it. */
  readonly startOffset: number;
}
