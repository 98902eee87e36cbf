import * as z from 'zod/mini';
import { httpErrors } from '../platform/http/http.errors.ts';
import { inputProblems } from '../platform/http/input-problems.ts';

/** A part of a body by the schema of its kind; throws HTTP_INVALID_INPUT naming each field below `path`. */
export function parseShape<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
  path: string,
): z.output<Schema> & object {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data as z.output<Schema> & object;
  throw httpErrors.invalidInput({ errors: inputProblems(result.error.issues, path) });
}
