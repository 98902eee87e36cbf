import { ApiError } from './api-error.ts';
import { queryString, type QueryValue } from './query-string.ts';
import { readProblem, unreachable } from './read-problem.ts';

/** What one request needs; `version` becomes `If-Match`, `body` is sent as JSON. */
export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly version?: number;
  readonly signal?: AbortSignal;
}

/**
 * The one way to the server: a JSON request under `/api` with the session cookie. Answers the
 * parsed body (`undefined` for an empty one) and throws ApiError for everything else, except
 * for an aborted request, which throws the signal's own AbortError.
 */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, options);
  const text = await readText(response, options.signal);
  if (!response.ok) throw readProblem(response.status, text, response.headers.get('retry-after'));
  if (text === '') return undefined as Answer;
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw readProblem(response.status, text, null);
  }
}

/** The raw answer of a request, for downloads; throws ApiError unless it is a success. */
export async function requestBlob(path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await send(path, options);
  if (response.ok) return response;
  throw readProblem(
    response.status,
    await readText(response, options.signal),
    response.headers.get('retry-after'),
  );
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', query = {}, body, version, signal } = options;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  try {
    return await fetch(`/api${path}${queryString(query)}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    throw signal?.aborted ? cause : unreachable();
  }
}

async function readText(response: Response, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw signal?.aborted ? cause : unreachable();
  }
}

/** Whether an unknown error is an ApiError with this status. */
export function hasStatus(error: unknown, status: number): error is ApiError {
  return error instanceof ApiError && error.status === status;
}
