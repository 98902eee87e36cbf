import type { Problem } from '@lexiflow/contracts';
import { ApiError } from './api-error.ts';
import { apiMessages } from './messages.ts';

/** The ApiError for an answer that is not a success; survives a body that is no problem document. */
export function readProblem(status: number, body: string, retryAfter: string | null): ApiError {
  const retryAfterSeconds = retryAfter === null ? undefined : Number(retryAfter) || undefined;
  const problem = parseProblem(body);
  if (problem) return new ApiError({ ...problem, status, retryAfterSeconds });
  // A proxy in front of the server answers 502 to 504 with its own page.
  const code = status >= 502 ? 'CONSOLE_SERVER_UNREACHABLE' : 'CONSOLE_ANSWER_UNREADABLE';
  return new ApiError({
    status,
    code,
    detail: apiMessages[code].detail(status),
    hint: apiMessages[code].hint,
    retryAfterSeconds,
  });
}

/** The ApiError for a request that nothing answered. */
export function unreachable(): ApiError {
  const code = 'CONSOLE_SERVER_UNREACHABLE';
  return new ApiError({
    status: 0,
    code,
    detail: apiMessages[code].detail(0),
    hint: apiMessages[code].hint,
  });
}

function parseProblem(body: string): Problem | undefined {
  try {
    const value = JSON.parse(body) as Partial<Problem> | null;
    if (typeof value?.code === 'string' && typeof value.detail === 'string')
      return value as Problem;
  } catch {
    // Not JSON: the caller names the status instead.
  }
  return undefined;
}
