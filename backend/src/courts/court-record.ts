import type { Court } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { inputProblems } from '../platform/http/input-problems.ts';

const text = (maxLength: number) =>
  z.string().check(
    z.overwrite((value) => value.toWellFormed().trim()),
    z.maxLength(maxLength),
    z.refine<string>((value) => !value.includes('\0'), 'must not contain a NUL character'),
  );
const optionalText = z.pipe(
  z.optional(z.nullable(text(200))),
  z.transform((value) => value || null),
);

/** One court in the shape of public court data (courts-db); further fields are ignored. */
const courtRecord = z.object({
  id: text(30).check(z.regex(/^[a-zA-Z0-9_.-]+$/, 'must be a court id such as nysd')),
  name: text(300).check(z.minLength(1)),
  level: optionalText,
  system: optionalText,
  type: optionalText,
  location: optionalText,
  citation_string: optionalText,
});

/** A court, or why the value is none: each fault with its field. Never throws. */
export function readCourt(
  value: unknown,
): { readonly ok: true; readonly court: Court } | { readonly ok: false; readonly reason: string } {
  const result = z.safeParse(courtRecord, value);
  if (!result.success) {
    const faults = inputProblems(result.error.issues).map(({ path, message }) =>
      path === '' ? message : `${path}: ${message}`,
    );
    return { ok: false, reason: faults.slice(0, 3).join('; ') };
  }
  const { id, citation_string: citation, ...fields } = result.data;
  return { ok: true, court: { ...fields, id: id.toLowerCase(), citation } };
}
