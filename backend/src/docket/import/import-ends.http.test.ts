import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../../platform/http/testing/test-client.ts';
import { docketLimits } from '../docket.limits.ts';
import { syntheticDocket } from './testing/synthetic-docket.ts';

const encoder = new TextEncoder();
const line = (number: string) =>
  encoder.encode(`${JSON.stringify(syntheticDocket({ docket_number: number }))}\n`);

/** How long a busy machine may take for what is waited for. */
const patience = { timeout: 20_000 };

/** An import whose records the test sends one by one. */
class OpenImport {
  readonly answer: Promise<TestAnswer>;
  readonly #abort = new AbortController();
  #controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor(client: TestClient) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#controller = controller),
    });
    const headers = { 'content-type': 'application/x-ndjson' };
    const { signal } = this.#abort;
    this.answer = client.post('/api/docket/import', body, { headers, signal });
    this.answer.catch(() => undefined);
  }

  send(number: string): void {
    this.#controller.enqueue(line(number));
  }

  end(): void {
    this.#controller.close();
  }

  leave(): void {
    this.#abort.abort();
  }
}

describe('an import that ends before its source', () => {
  let server: TestServer;
  let partner: TestClient;
  let logged: Record<string, unknown>[];
  const open: OpenImport[] = [];

  beforeEach(async () => {
    logged = [];
    const write = (text: string) => void logged.push(JSON.parse(text));
    server = await startTestServer({ log: { write } });
    partner = await server.signInAs('partner');
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.leave();
    await server.close();
  });

  const begin = (client = partner): OpenImport => {
    const begun = new OpenImport(client);
    open.push(begun);
    return begun;
  };
  const imported = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases`.execute(
      server.database.db,
    );
    return rows[0]?.n ?? -1;
  };
  const codes = () => logged.map(({ code }) => code).filter((code) => code !== undefined);

  it('does so at the next record when its session is revoked, and counts what is committed', async () => {
    const running = begin();
    running.send('1:24-cv-00001');
    await expect.poll(imported, patience).toBe(1);
    expect((await partner.post('/api/auth/sign-out')).status).toBe(204);
    running.send('1:24-cv-00002');
    const { status, body } = await running.answer;
    expect([status, body.code]).toEqual([401, 'DOCKET_IMPORT_REVOKED']);
    expect(body.imported.created.cases).toBe(1);
    expect(await imported()).toBe(1);
  });

  it('does so when its user may not import any more', async () => {
    const admin = await server.signInAs('admin');
    const running = begin();
    running.send('1:24-cv-00001');
    await expect.poll(imported, patience).toBe(1);
    const { body: user, headers } = await admin.get(`/api/users/${partner.userId}`);
    const match = { headers: { 'if-match': headers.get('etag') ?? `"${user.version}"` } };
    const change = await admin.patch(`/api/users/${partner.userId}`, { role: 'paralegal' }, match);
    expect(change.status).toBe(200);
    running.send('1:24-cv-00002');
    expect((await running.answer).body.code).toBe('DOCKET_IMPORT_REVOKED');
    expect(await imported()).toBe(1);
  });

  it('is logged as left, not as a failure, when its client goes away', async () => {
    const running = begin();
    running.send('1:24-cv-00001');
    await expect.poll(imported, patience).toBe(1);
    running.leave();
    await expect.poll(codes, patience).toContain('HTTP_CLIENT_LEFT');
    expect(logged.filter(({ level }) => level === 'error' || Number(level) >= 50)).toEqual([]);
  });

  it('is refused as stopping while it waits for its place and the server stops', async () => {
    const running = Array.from({ length: docketLimits.importsAtOnce }, () => begin());
    for (const [at, one] of running.entries()) one.send(`1:24-cv-${at + 1}`);
    await expect.poll(imported, patience).toBe(running.length);
    const waiting = begin();
    waiting.send('1:25-cv-00001');
    await expect.poll(() => server.platform.figures.inFlight, patience).toBe(running.length + 1);
    server.platform.lifecycle.enter('draining');
    const { status, body, headers } = await waiting.answer;
    expect([status, body.code]).toEqual([503, 'HTTP_DRAINING']);
    expect(headers.get('retry-after')).not.toBeNull();
    running[0]!.end();
    expect((await running[0]!.answer).status).toBe(200);
    expect(codes()).not.toContain('HTTP_INTERNAL');
  });
});
