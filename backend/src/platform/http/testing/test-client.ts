/** An answer with its body read: parsed when it is JSON, text otherwise. */
export interface TestAnswer<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What a test may add to a request. */
export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a string, bytes or a stream, which go as they are. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Calls the server over real HTTP, with one bearer token or none. */
export class TestClient {
  readonly token: string | null;
  readonly userId: string | null;
  readonly #url: string;

  constructor(url: string, token: string | null, userId: string | null) {
    this.#url = url;
    this.token = token;
    this.userId = userId;
  }

  get<Body = any>(path: string, request?: TestRequest): Promise<TestAnswer<Body>> {
    return this.request('GET', path, request);
  }

  post<Body = any>(path: string, body?: unknown, request?: TestRequest): Promise<TestAnswer<Body>> {
    return this.request('POST', path, { ...request, body });
  }

  put<Body = any>(path: string, body?: unknown, request?: TestRequest): Promise<TestAnswer<Body>> {
    return this.request('PUT', path, { ...request, body });
  }

  patch<Body = any>(
    path: string,
    body?: unknown,
    request?: TestRequest,
  ): Promise<TestAnswer<Body>> {
    return this.request('PATCH', path, { ...request, body });
  }

  delete<Body = any>(path: string, request?: TestRequest): Promise<TestAnswer<Body>> {
    return this.request('DELETE', path, request);
  }

  /** Any request; the address is relative to the server and usually begins with `/api/`. */
  async request<Body = any>(
    method: string,
    path: string,
    { headers = {}, body, signal }: TestRequest = {},
  ): Promise<TestAnswer<Body>> {
    const isJson = body !== undefined && !isRaw(body);
    const answer = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      ...(signal === undefined ? {} : { signal }),
    } as RequestInit);
    const text = await answer.text();
    const isJsonAnswer = /[/+]json/.test(answer.headers.get('content-type') ?? '');
    const read = isJsonAnswer && text !== '' ? (JSON.parse(text) as Body) : (text as Body);
    return { status: answer.status, headers: answer.headers, body: read };
  }
}

function isRaw(body: unknown): boolean {
  return typeof body === 'string' || ArrayBuffer.isView(body) || body instanceof ReadableStream;
}
