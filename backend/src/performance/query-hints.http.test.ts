import { explainResult, poolState, queryHints, slowQueryList } from '@lexiflow/contracts';
import { Controller, Get, Module } from '@nestjs/common';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../platform/database/database.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { Endpoint } from '../platform/http/endpoint.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { fingerprint, fingerprintId } from './fingerprint.ts';
import { QueryHintsService } from './query-hints.service.ts';

const open = { access: 'public', tag: 'test', summary: 'Of a test' } as const;

@Controller('looping')
class LoopingController {
  constructor(private readonly database: Database) {}

  @Get('many')
  @Endpoint(open)
  many(): Promise<object> {
    return this.#run(25);
  }

  @Get('few')
  @Endpoint(open)
  few(): Promise<object> {
    return this.#run(3);
  }

  async #run(times: number): Promise<object> {
    for (let at = 0; at < times; at += 1)
      await sql`select name from courts where id = ${`court ${at}`}`.execute(this.database.db);
    return {};
  }
}

@Module({ controllers: [LoopingController] })
class LoopingModule {}

describe('the query optimizer', () => {
  let database: Database;
  let server: TestServer;
  let operator: TestClient;

  beforeAll(async () => {
    database = await openTestDatabase();
    server = await startTestServer({
      database,
      modules: [LoopingModule],
      env: { SLOW_QUERY_THRESHOLD_MS: '40' },
    });
    operator = await server.signInAs('operator');
    await sql`create table scanned (id int, owner int, note text)`.execute(database.db);
    await sql`insert into scanned select n, n % 5000, 'note' from generate_series(1, 20000) as n`.execute(
      database.db,
    );
    await sql`analyze scanned`.execute(database.db);
  });
  afterAll(async () => {
    await server.close();
    await database.close();
  });

  const slowId = async (part: string): Promise<string> => {
    const { body } = await operator.get('/api/performance/slow-queries');
    const { items } = z.parse(slowQueryList, body);
    return items.find((item) => item.fingerprint.includes(part))?.id ?? '';
  };
  const explain = (id: string) => operator.post('/api/performance/explain', { id });
  const rowCount = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from scanned`.execute(
      database.db,
    );
    return rows[0]?.n ?? 0;
  };

  it('plans a slow statement that the server has run, names the missing index, and is audited', async () => {
    await sql`select id, pg_sleep(0.02) from scanned where owner = ${7} and note <> 'secret'`.execute(
      database.db,
    );
    const id = await slowId('from scanned where owner');
    const { status, body } = await explain(id);
    expect(status).toBe(200);
    const result = z.parse(explainResult, body);
    expect(result.plan).toContain('Seq Scan');
    expect(result.plan).not.toContain('secret');
    expect(result.missingIndexes).toMatchObject([
      { table: 'scanned', columns: ['note', 'owner'].toSorted() },
    ]);
    const { rows } = await sql<{ object_id: string }>`select object_id from audit_log
      where action = 'query.explained'`.execute(database.db);
    expect(rows).toEqual([{ object_id: id }]);
    const { body: hints } = await operator.get('/api/performance/hints');
    expect(z.parse(queryHints, hints).missingIndexes).toMatchObject([{ table: 'scanned' }]);
  });

  it('plans a write without writing', async () => {
    const before = await rowCount();
    await sql`insert into scanned select ${1}::int, 1, pg_sleep(0.06)::text`.execute(database.db);
    const { status, body } = await explain(await slowId('insert into scanned select'));
    expect(status).toBe(200);
    expect(z.parse(explainResult, body).plan).toMatch(/^Insert on scanned/);
    expect(await rowCount()).toBe(before + 1);
  });

  it('refuses a text of several statements and runs none of them', async () => {
    const text = 'select pg_sleep(0.06); delete from scanned where id = 3';
    await database.runText({ text });
    await sql`insert into scanned values (3, 3, 'again')`.execute(database.db);
    const before = await rowCount();
    const { status, body } = await explain(fingerprintId(fingerprint(text)));
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'PERF_NOT_EXPLAINABLE' });
    expect(await rowCount()).toBe(before);
    const { rows } = await sql`select name from pg_prepared_statements
      where name like 'explained%'`.execute(database.db);
    expect(rows).toEqual([]);
  });

  it('knows no statement that the server has not run', async () => {
    expect((await explain('unknown')).status).toBe(404);
    expect((await explain(fingerprintId('select ?'))).status).toBe(404);
  });

  it('plans slow statements by itself, each once', async () => {
    await sql`select note, pg_sleep(0.06) from scanned where id = ${9}`.execute(database.db);
    const id = await slowId('select note');
    const found = async () => {
      // The slowest come first, and on a slow machine there are others.
      await server.app.nest.get(QueryHintsService).sweep();
      const { body } = await operator.get('/api/performance/hints');
      return z.parse(queryHints, body).missingIndexes.filter((hint) => hint.id === id);
    };
    await expect.poll(found).toMatchObject([{ table: 'scanned', columns: ['id'] }]);
  });

  it('names the route that repeats a statement in one request, and no other', async () => {
    await server.anonymous.get('/api/looping/few');
    await server.anonymous.get('/api/looping/many');
    await server.anonymous.get('/api/looping/many');
    const { body } = await operator.get('/api/performance/hints');
    const { repeated } = z.parse(queryHints, body);
    expect(repeated.filter(({ route }) => route.includes('looping'))).toMatchObject([
      {
        route: 'GET /api/looping/many',
        fingerprint: 'select name from courts where id = ?',
        requests: 2,
        maxTimes: 20,
      },
    ]);
    expect((await explain(repeated[0]?.id ?? '')).status).toBe(200);
  });

  it('shows the pool, with who holds a connection for too long', async () => {
    const { body } = await operator.get('/api/performance/pool');
    const state = z.parse(poolState, body);
    expect(state.max).toBeGreaterThan(1);
    expect(state.statementsTotal).toBeGreaterThan(10);
    expect(state.heldTooLong).toEqual([]);
  });

  it('is for operators', async () => {
    const paralegal = await server.signInAs('paralegal');
    for (const path of ['hints', 'pool'])
      expect((await paralegal.get(`/api/performance/${path}`)).status).toBe(403);
    expect((await paralegal.post('/api/performance/explain', { id: 'x' })).status).toBe(403);
  });
});
