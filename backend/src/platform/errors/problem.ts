import type { Problem } from '@lexiflow/contracts';
import type { AppError } from './define-error.ts';

/** A problem document with the status and headers it is sent with. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

/** Content type of every error answer (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Refused fields named in one document; a body of wrong items would name thousands. */
const MAX_FIELDS = 50;

/** The problem document of an error; further members of the error stand beside the fixed ones. */
export function problemOf(error: AppError, requestId: string): ProblemAnswer {
  const { code, spec, facts } = error;
  const headers: Record<string, string> = { ...facts.headers };
  if (facts.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(facts.retryAfterSeconds)));
  }
  if (spec.status === 401) headers['www-authenticate'] = 'Bearer realm="lexiflow"';
  return {
    status: spec.status,
    headers,
    body: {
      ...facts.extra,
      type: `/api/docs/errors#${code}`,
      title: spec.message,
      status: spec.status,
      code,
      detail: facts.detail ?? spec.message,
      ...(spec.hint === undefined ? {} : { hint: spec.hint }),
      requestId,
      ...(facts.errors === undefined ? {} : { errors: facts.errors.slice(0, MAX_FIELDS) }),
    },
  };
}
