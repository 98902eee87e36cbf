import type { BulkEnd, BulkLine } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { Abortable } from '@lexiflow/memory';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';

/** How long a busy machine may take for what is waited for. */
const patience = { timeout: 20_000 };

/** A call whose rows the test sends piece by piece and whose lines it reads as they come. */
class OpenCall {
  readonly #abort = new AbortController();
  readonly #answer: Promise<Response>;
  #body!: ReadableStreamDefaultController<Uint8Array>;
  #reader: AsyncIterator<Uint8Array> | null = null;
  #text = '';

  constructor(url: string, client: TestClient) {
    const init = {
      method: 'POST',
      headers: {
        authorization: `Bearer ${client.token}`,
        'content-type': 'application/x-ndjson',
        'accept-encoding': 'identity',
      },
      body: new ReadableStream<Uint8Array>({ start: (body) => void (this.#body = body) }),
      duplex: 'half',
      signal: this.#abort.signal,
    };
    this.#answer = fetch(`${url}/api/bulk/parties/insert`, init as RequestInit);
    this.#answer.catch(() => undefined);
  }

  send(count: number, name: string): void {
    const rows = Array.from(
      { length: count },
      (_, n) => `${JSON.stringify({ name: `${name} ${n}` })}\n`,
    );
    this.#body.enqueue(Buffer.from(rows.join('')));
  }

  /** The next lines: at least one, or null at the end of the answer. */
  async read(): Promise<(BulkLine | BulkEnd)[] | null> {
    const { body } = await this.#answer;
    this.#reader ??= (body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    while (!this.#text.includes('\n')) {
      const { value, done } = await this.#reader.next();
      if (done) return null;
      this.#text += Buffer.from(value).toString();
    }
    const whole = this.#text.slice(0, this.#text.lastIndexOf('\n'));
    this.#text = this.#text.slice(whole.length + 1);
    return whole.split('\n').map((line) => JSON.parse(line) as BulkLine | BulkEnd);
  }

  leave(): void {
    this.#abort.abort();
  }
}

describe('a bulk operation under way', () => {
  let server: TestServer;
  let logged: Record<string, unknown>[];
  const open: OpenCall[] = [];

  beforeAll(async () => {
    logged = [];
    const write = (text: string) => void logged.push(JSON.parse(text));
    server = await startTestServer({ log: { write } });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const call of open.splice(0)) call.leave();
  });
  afterAll(() => server.close());

  const begin = (client: TestClient): OpenCall => {
    const call = new OpenCall(server.url, client);
    open.push(call);
    return call;
  };
  const made = async (name: string): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from parties as p
      where p.name like ${`${name} %`}
        and exists (select 1 from audit_log as a where a.object_id::text = p.id::text)
        and exists (select 1 from outbox as o where o.aggregate_id::text = p.id::text)`.execute(
      server.database.db,
    );
    return rows[0]?.n ?? -1;
  };

  /** What bulk operations offer the governor from now on. */
  const offers = (): Abortable[] => {
    const spy = vi.spyOn(server.platform.governor, 'registerAbortable');
    const offered: Abortable[] = [];
    const { governor } = server.platform;
    const real = Object.getPrototypeOf(governor).registerAbortable.bind(governor);
    spy.mockImplementation((job) => {
      offered.push(job);
      return real(job);
    });
    return offered;
  };

  it('answers while its rows still come, and what is answered is committed', async () => {
    const call = begin(await server.signInAs('partner'));
    call.send(150, 'Early');
    const lines = await call.read();
    expect(lines?.[0]).toMatchObject({ line: 1, status: 'created' });
    expect(await made('Early')).toBeGreaterThanOrEqual(lines?.length ?? Infinity);
    const operator = await server.signInAs('operator');
    const { body } = await operator.get('/api/performance/batches');
    expect(body.items).toMatchObject([{ name: 'bulk-parties', state: 'running', failed: 0 }]);
  });

  it('ends before its next batch when its session is revoked, and its last line says so', async () => {
    const partner = await server.signInAs('partner');
    const call = begin(partner);
    call.send(100, 'Revoked');
    let answered = (await call.read())?.length ?? 0;
    expect((await partner.post('/api/auth/sign-out')).status).toBe(204);
    call.send(200, 'After');
    let last: BulkLine | BulkEnd | undefined;
    for (let lines = await call.read(); lines !== null; lines = await call.read()) {
      last = lines.at(-1);
      answered += lines.length;
    }
    expect(last).toMatchObject({ end: 'stopped', rows: 100, error: { code: 'BULK_REVOKED' } });
    expect(answered).toBe(101);
    expect([await made('Revoked'), await made('After')]).toEqual([100, 0]);
  });

  it('ends when its memory is needed, and its last line says so', async () => {
    const offered = offers();
    const call = begin(await server.signInAs('partner'));
    call.send(100, 'Pressed');
    let answered = (await call.read())?.length ?? 0;
    const [bulk] = offered;
    expect([bulk?.name, bulk?.progress]).toEqual(['batch:bulk-parties', undefined]);
    bulk?.abort('memory emergency: working-set 99.0 %');
    let last: BulkLine | BulkEnd | undefined;
    for (let lines = await call.read(); lines !== null; lines = await call.read()) {
      last = lines.at(-1);
      answered += lines.length;
    }
    expect(last).toMatchObject({ end: 'stopped', error: { code: 'BATCH_ENDED_FOR_MEMORY' } });
    expect(await made('Pressed')).toBe(answered - 1);
    expect(logged.find(({ code }) => code === 'BATCH_ENDED_FOR_MEMORY')).toBeDefined();
  });

  it('says how far it is when its input says how long it is', async () => {
    const offered = offers();
    const partner = await server.signInAs('partner');
    const rows = Array.from({ length: 20 }, (_, n) => `${JSON.stringify({ name: `Far ${n}` })}\n`);
    const answer = await fetch(`${server.url}/api/bulk/parties/insert`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${partner.token}`,
        'content-type': 'application/x-ndjson',
      },
      body: rows.join(''),
    });
    await answer.text();
    expect(offered.map(({ progress }) => progress?.())).toEqual([1]);
  });

  it('ends with the rows in flight when its client goes away, and that is no failure', async () => {
    const call = begin(await server.signInAs('partner'));
    call.send(100, 'Left');
    await call.read();
    // Enough for several batches: most of them must never be written.
    call.send(1_500, 'Unread');
    call.leave();
    const codes = () => logged.map(({ code }) => code);
    await expect.poll(codes, patience).toContain('HTTP_CLIENT_LEFT');
    const running = () => server.platform.governor.snapshot().pools;
    await expect
      .poll(() => running().find(({ name }) => name === 'batch')?.usedBytes, patience)
      .toBe(0);
    expect(await made('Left')).toBe(100);
    expect(await made('Unread')).toBeLessThan(1_500);
    expect(logged.filter(({ level }) => level === 'error' || Number(level) >= 50)).toEqual([]);
  });
});
