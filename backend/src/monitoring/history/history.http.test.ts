import { metricHistory, routeHistory } from '@lexiflow/contracts';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/testing/open-test-database.ts';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';
import { MetricHistoryService } from './metric-history.service.ts';

describe('GET /api/monitoring/history', () => {
  let database: Database;
  let server: TestServer;
  let operator: TestClient;
  beforeAll(async () => {
    database = await openTestDatabase();
    server = await startTestServer({ database });
    operator = await server.signInAs('operator');
  });
  afterAll(async () => {
    await server.close();
    await database.close();
  });

  const history = async (query: string) => {
    const { status, body } = await operator.get(`/api/monitoring/history?${query}`);
    expect(status).toBe(200);
    return z.parse(metricHistory, body);
  };
  const total = (values: readonly (number | null)[], stepSeconds: number): number =>
    values.reduce<number>((sum, value) => sum + (value ?? 0) * stepSeconds, 0);

  it('answers what was measured, down to the running minute, with its percentiles', async () => {
    for (let times = 0; times < 5; times += 1) await operator.get('/api/auth/me');
    await server.app.nest.get(MetricHistoryService).flush();
    const { series, at, stepSeconds } = await history('kind=request&range=1h');
    expect(stepSeconds).toBe(60);
    expect(at).toHaveLength(60);
    const answered = series.find(({ labels }) => labels['status'] === '2xx');
    expect(answered?.values).toHaveLength(60);
    expect(total(answered?.values ?? [], 60)).toBeGreaterThanOrEqual(5);
    const p95 = series.find(({ labels }) => labels['quantile'] === '0.95');
    expect(p95?.values.some((value) => value !== null && value > 0)).toBe(true);
  });

  it('answers one route, and all of them in a table', async () => {
    const name = 'GET /api/auth/me';
    const { series } = await history(`kind=request&range=1h&route=${encodeURIComponent(name)}`);
    expect(series.every(({ labels }) => labels['route'] === name)).toBe(true);
    expect(series).not.toHaveLength(0);
    const { body } = await operator.get('/api/monitoring/history/routes?range=24h');
    const { items } = z.parse(routeHistory, body);
    expect(items.find(({ route }) => route === name)).toMatchObject({ requests: 5, errors: 0 });
  });

  it.each(['database', 'cache', 'queue', 'websocket', 'memory'])(
    'answers the kind %s for each range',
    async (kind) => {
      for (const range of ['1h', '24h', '7d']) {
        const { at, series } = await history(`kind=${kind}&range=${range}`);
        expect(at.length).toBeGreaterThan(50);
        expect(series.every(({ values }) => values.length === at.length)).toBe(true);
      }
    },
  );

  it('writes the last minute at the stop, beside what was written before', async () => {
    const count = async (): Promise<number> => {
      const { rows } = await sql<{ sum: number }>`
        select sum(m.value)::int as sum from metric_minutes as m join metric_series as s
          on s.id = m.series_id where s.name = 'lexiflow_http_requests_total'
          and s.labels like '%"GET /api/auth/me"%'`.execute(database.db);
      return rows[0]?.sum ?? 0;
    };
    const before = await count();
    const second = await startTestServer({ database });
    const client = await second.signInAs('operator');
    for (let times = 0; times < 3; times += 1) await client.get('/api/auth/me');
    await second.close();
    expect(await count()).toBe(before + 3);
  });

  it('refuses more points than a chart has, and whoever may not see it', async () => {
    const { status, body } = await operator.get(
      '/api/monitoring/history?kind=memory&range=7d&step=60',
    );
    expect({ status, code: body.code }).toEqual({
      status: 422,
      code: 'MONITORING_HISTORY_TOO_FINE',
    });
    const paralegal = await server.signInAs('paralegal');
    expect((await paralegal.get('/api/monitoring/history?kind=memory')).status).toBe(403);
  });
});
