/** One row of an NDJSON answer, or any JSON. */
export type Json = any;

/** An answer that is no success. */
export class ApiRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls the API of a server with one token, as any program of another machine would. */
export class ApiClient {
  readonly #url: () => string;
  readonly #token: string;

  /** `url` may change: a server that is started again has other ports. */
  constructor(url: () => string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  get token(): string {
    return this.#token;
  }

  get(path: string): Promise<Json> {
    return this.#call('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Json> {
    return this.#call('POST', path, body);
  }

  /** Changes a record at its version. */
  patch(path: string, version: number, body: unknown): Promise<Json> {
    return this.#call('PATCH', path, body, { 'if-match': `"${version}"` });
  }

  delete(path: string): Promise<Json> {
    return this.#call('DELETE', path);
  }

  /** Makes a user of that role and signs in as them. */
  async newUser(role: string, name: string): Promise<{ id: string; client: ApiClient }> {
    const password = 'forty quiet otters swim';
    const email = `${name.toLowerCase()}@firm.example`;
    const { id } = await this.post('/users', { email, name, role, password });
    const { token } = await this.post('/auth/sign-in', { email, password });
    return { id, client: new ApiClient(this.#url, token) };
  }

  /** The same credential at another server. */
  at(url: () => string): ApiClient {
    return new ApiClient(url, this.#token);
  }

  /** Posts NDJSON and gives each line of the answer as it comes; throws when the answer is cut off. */
  async *stream(path: string, rows: readonly unknown[]): AsyncGenerator<Json> {
    const answer = await this.#fetch(
      'POST',
      path,
      rows.map((row) => JSON.stringify(row)).join('\n'),
    );
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of answer.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line);
    }
    if (rest !== '') yield JSON.parse(rest);
  }

  async #call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Json> {
    const answer = await this.#fetch(method, path, body, headers);
    return answer.status === 204 ? null : await answer.json();
  }

  async #fetch(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const isText = typeof body === 'string';
    const answer = await fetch(`${this.#url()}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...headers,
        ...(body === undefined
          ? {}
          : { 'content-type': isText ? 'application/x-ndjson' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new ApiRefusal(
        answer.status,
        `${method} ${path}: ${answer.status} ${await answer.text()}`,
      );
    return answer;
  }
}
