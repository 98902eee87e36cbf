import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { request } from './request.ts';

function answer(response: Response | Error) {
  const calls: Array<{ url: string; init: RequestInit }> = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, init });
    return response instanceof Error ? Promise.reject(response) : Promise.resolve(response);
  });
  return calls;
}

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error('expected an ApiError');
  return error;
}

afterEach(() => vi.unstubAllGlobals());

describe('request', () => {
  it('sends JSON, the version as If-Match, and only the query values that are set', async () => {
    const calls = answer(Response.json({ id: 'a' }));
    await request('/cases/a', {
      method: 'PATCH',
      version: 3,
      body: { title: 'T' },
      query: { q: 'x y', court: '', judge: undefined },
    });
    expect(calls[0]?.url).toBe('/api/cases/a?q=x+y');
    expect(calls[0]?.init).toMatchObject({
      method: 'PATCH',
      body: '{"title":"T"}',
      headers: { 'if-match': '"3"', 'content-type': 'application/json' },
    });
  });

  it('answers undefined for an empty body', async () => {
    answer(new Response(null, { status: 204 }));
    expect(await request('/auth/sign-out', { method: 'POST' })).toBeUndefined();
  });

  it('turns a problem document into an ApiError with code, hint, request and fields', async () => {
    answer(
      Response.json(
        {
          type: 'about:blank',
          title: 'Bad',
          status: 400,
          code: 'HTTP_INVALID_INPUT',
          detail: 'The request does not have the expected shape',
          hint: 'Correct it.',
          requestId: 'r-1',
          errors: [{ path: 'body.title', message: 'too long' }],
        },
        { status: 400, headers: { 'retry-after': '7' } },
      ),
    );
    expect(await failure(request('/cases'))).toMatchObject({
      status: 400,
      code: 'HTTP_INVALID_INPUT',
      hint: 'Correct it.',
      requestId: 'r-1',
      fields: [{ path: 'body.title', message: 'too long' }],
      retryAfterSeconds: 7,
    });
  });

  it.each([
    ['a proxy page', () => new Response('<html>', { status: 502 }), 'CONSOLE_SERVER_UNREACHABLE'],
    ['a page that is no JSON', () => new Response('<html>'), 'CONSOLE_ANSWER_UNREADABLE'],
    ['no answer', () => new TypeError('failed to fetch'), 'CONSOLE_SERVER_UNREACHABLE'],
    [
      'JSON that is no problem',
      () => Response.json([], { status: 500 }),
      'CONSOLE_ANSWER_UNREADABLE',
    ],
  ])('names %s by its own code', async (_, response, code) => {
    answer(response());
    expect((await failure(request('/cases'))).code).toBe(code);
  });

  it('lets an abort through as an abort', async () => {
    const controller = new AbortController();
    controller.abort();
    answer(new DOMException('aborted', 'AbortError'));
    await expect(request('/cases', { signal: controller.signal })).rejects.toThrow('aborted');
  });
});
