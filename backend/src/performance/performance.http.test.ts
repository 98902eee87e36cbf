import { slowQueryList } from '@lexiflow/contracts';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';

describe('GET /api/performance/slow-queries', () => {
  const lines: string[] = [];
  let server: TestServer;
  let operator: TestClient;

  beforeAll(async () => {
    server = await startTestServer({
      env: { SLOW_QUERY_THRESHOLD_MS: '50' },
      log: { write: (line: string) => void lines.push(line) },
    });
    operator = await server.signInAs('operator');
  });
  afterAll(() => server.close());

  const sleep = (seconds: number, note: string): Promise<unknown> =>
    sql`SELECT pg_sleep(${seconds}), ${note}::text AS slow_note`.execute(server.database.db);

  it('answers slow statements by shape, and shows and logs no value of them', async () => {
    await sleep(0.06, 'privileged');
    await sleep(0.06, 'privileged');
    const { status, body } = await operator.get('/api/performance/slow-queries');
    expect(status).toBe(200);
    const { items } = z.parse(slowQueryList, body);
    const found = items.find(({ fingerprint }) => fingerprint.includes('slow_note'));
    expect(found).toMatchObject({
      fingerprint: 'SELECT pg_sleep(?), ?::text AS slow_note',
      calls: 2,
      rows: 2,
      failed: 0,
    });
    expect(JSON.stringify(body)).not.toContain('privileged');
    const logged = lines.filter((line) => line.includes('slow_note'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toContain('privileged');
  });

  it('leaves out statements below the threshold', async () => {
    await sql`SELECT 1 AS quick_note`.execute(server.database.db);
    const { body } = await operator.get('/api/performance/slow-queries');
    expect(JSON.stringify(body)).not.toContain('quick_note');
  });

  it('is for operators', async () => {
    const paralegal = await server.signInAs('paralegal');
    expect((await server.anonymous.get('/api/performance/slow-queries')).status).toBe(401);
    expect((await paralegal.get('/api/performance/slow-queries')).status).toBe(403);
  });
});
