import { httpErrors } from './http.errors.ts';

/** The values of the sort columns in the last row of a page; the last one is the id. */
export type CursorValues = readonly (string | number | null)[];

/**
 * Makes the opaque position after a row. `list` names the list and its sort, so that a cursor of
 * one order is refused in another.
 */
export function encodeCursor(list: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/** Reads a cursor of `list` back; throws HTTP_INVALID_CURSOR when it is another's or damaged. */
export function decodeCursor(list: string, cursor: string, length: number): CursorValues {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw httpErrors.invalidCursor({ cause });
  }
  const isScalar = (value: unknown): boolean =>
    value === null || typeof value === 'number' || typeof value === 'string';
  if (!Array.isArray(values) || values[0] !== list || values.length !== length + 1)
    throw httpErrors.invalidCursor();
  const rest = values.slice(1) as unknown[];
  if (!rest.every(isScalar)) throw httpErrors.invalidCursor();
  return rest as CursorValues;
}
