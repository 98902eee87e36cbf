import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { HeapSnapshots } from '@lexiflow/memory';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import {
  heapFigures,
  leakReport,
  memoryHistory,
  memoryMetrics,
  memoryStats,
  memoryTimeline,
  memoryVerdict,
  processFigures,
} from '@lexiflow/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CacheStrategy } from '../platform/cache/cache-strategy.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

describe('monitoring routes', () => {
  let server: TestServer;
  let admin: TestClient;
  let operator: TestClient;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
    operator = await server.signInAs('operator');
  });
  afterAll(() => server.close());

  const auditActions = async (): Promise<string[]> => {
    const { rows } = await sql<{ action: string }>`
      select action from audit_log where object_type = 'process' order by id`.execute(
      server.database.db,
    );
    return rows.map(({ action }) => action);
  };

  it.each([
    ['memory/stats', memoryStats],
    ['memory/health', memoryVerdict],
    ['memory/heap-statistics', heapFigures],
    ['memory/process-info', processFigures],
    ['memory/timeline', memoryTimeline],
    ['memory/history', memoryHistory],
    ['memory/leaks', leakReport],
    ['memory-metrics', memoryMetrics],
  ])('answers %s to operators in the declared shape', async (path, schema) => {
    const { status, body } = await operator.get(`/monitoring/${path}`);
    expect(status).toBe(200);
    expect(z.safeParse(schema, body).error).toBeUndefined();
  });

  it('names parts of the budget that sum up to the working set', async () => {
    const { budget } = (await operator.get('/api/monitoring/memory-metrics')).body;
    const sum = budget.parts.reduce(
      (total: number, part: { bytes: number }) => total + part.bytes,
      0,
    );
    expect(sum).toBe(budget.workingSetBytes);
  });

  it('names the embedded database and leaves under a quarter of the working set unexplained', async () => {
    const embedded = await startTestServer({ kind: 'embedded' });
    const reader = await embedded.signInAs('operator');
    const { budget } = (await reader.get('/api/monitoring/memory-metrics')).body;
    const { body: page } = await reader.get<string>('/metrics');
    await embedded.close();
    expect(page).toContain('lexiflow_memory_standing_bytes{name="embedded database"} ');
    const parts = new Map<string, number>(
      budget.parts.map(({ name, bytes }: { name: string; bytes: number }) => [name, bytes]),
    );
    expect(parts.get('embedded database')).toBeGreaterThan(20 * 1024 * 1024);
    expect(parts.get('boot')).toBeGreaterThan(0);
    expect(budget.unexplainedBytes).toBeLessThan(budget.workingSetBytes / 4);
  });

  it('grows the history by a point each time one is taken', async () => {
    const points = async (since: number) =>
      (await operator.get(`/api/monitoring/memory/history?since=${since}`)).body.at as number[];
    await expect.poll(async () => (await points(0)).length, { timeout: 10_000 }).toBeGreaterThan(1);
    const last = (await points(0)).at(-1) as number;
    expect((await points(last)).every((at) => at > last)).toBe(true);
  });

  it('keeps the routes from those without the permission', async () => {
    const partner = await server.signInAs('partner');
    expect((await partner.get('/api/monitoring/memory-metrics')).status).toBe(403);
    expect((await partner.get('/api/metrics')).status).toBe(403);
    expect((await operator.post('/api/monitoring/gc')).status).toBe(403);
    expect((await operator.post('/api/monitoring/heap-snapshot')).status).toBe(403);
  });

  it('collects on demand, says what it freed, and records who asked', async () => {
    const first = await admin.post('/monitoring/gc');
    expect(first.status).toBe(200);
    expect(first.body.freedBytes).toBeGreaterThanOrEqual(0);
    const again = await admin.post('/api/monitoring/memory/gc');
    expect(again.status).toBe(429);
    expect(again.body.code).toBe('MEM_COLLECT_TOO_SOON');
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await auditActions()).toContain('memory.collected');
  });

  it('forgets what the cache holds on demand, and records who asked', async () => {
    const cache = server.app.nest.get(CacheStrategy);
    await admin.get('/api/courts');
    expect(cache.usedBytes).toBeGreaterThan(0);
    expect((await operator.post('/api/monitoring/caches/clear')).status).toBe(403);
    expect((await admin.post('/api/monitoring/caches/clear')).status).toBe(204);
    expect(cache.regions.get('courts')?.local.size).toBe(0);
    expect(await auditActions()).toContain('caches.cleared');
  });

  it.each(['/metrics', '/api/metrics', '/monitoring/metrics', '/api/monitoring/metrics'])(
    'serves the metrics page at %s',
    async (path) => {
      const { status, headers, body } = await operator.get(path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain('text/plain');
      expect(body).toContain('nodejs_heap_size_used_bytes ');
    },
  );

  it('carries the names that dashboards use', async () => {
    const { body } = await operator.get('/metrics');
    for (const line of [
      'nodejs_heap_size_used_bytes ',
      'nodejs_heap_size_total_bytes ',
      'nodejs_external_memory_bytes ',
      'nodejs_heap_space_size_total_bytes{space="old"}',
      'nodejs_gc_duration_seconds_count{kind="minor"}',
      'nodejs_gc_duration_seconds_bucket{kind="major",le="0.025"}',
      'lexiflow_gc_duration_seconds_count{kind="major"}',
      'process_resident_memory_bytes ',
      'lexiflow_cache_size{service="',
      'lexiflow_cache_hit_rate{service="',
      'lexiflow_memory_level 0',
      'lexiflow_memory_pool_used_bytes{pool="request"}',
      'lexiflow_db_connections{state="in-use"}',
      'lexiflow_http_request_duration_seconds_bucket{route="GET /api/metrics",le="0.1"}',
    ]) {
      expect(body).toContain(line);
    }
  });

  it('folds unknown addresses into one series', async () => {
    for (const name of ['a', 'b', 'c']) await operator.post(`/api/nothing-${name}`);
    const { body } = await operator.get<string>('/metrics');
    expect(body).toMatch(/lexiflow_http_requests_total\{route="unknown",status="4xx"\} \d+/);
    expect(body).not.toContain('nothing-');
  });

  it.skipIf(!hasPromtool)('prints a page that promtool accepts', async () => {
    const { body } = await operator.get<string>('/metrics');
    const check = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' });
    // promtool also lints names; those of the guides are fixed and may break its taste.
    expect(check.stderr + check.stdout).not.toMatch(/error while linting|parsing error|duplicate/i);
    expect([0, 3]).toContain(check.status);
  });

  // V8 takes it of this whole process: seconds, on a busy machine many.
  const whileV8Takes = { timeout: 120_000 };
  it(
    'streams a heap snapshot, or refuses it with the numbers, and records either',
    whileV8Takes,
    async () => {
      const { status, body } = await admin.post<any>('/monitoring/heap-snapshot');
      if (status === 200) {
        expect(JSON.parse(body)).toHaveProperty('snapshot.meta');
        expect(body).toContain(String.raw`\u00abtext of `);
      } else {
        expect(status).toBe(507);
        expect(body).toMatchObject({
          code: 'MEM_SNAPSHOT_NO_HEADROOM',
          neededBytes: expect.any(Number),
          headroomBytes: expect.any(Number),
        });
      }
      expect((await admin.post('/monitoring/heap-snapshot?redact=perhaps')).status).toBe(400);
      const recorded = (await auditActions()).at(-1);
      expect(recorded).toBe(status === 200 ? 'memory.snapshot-taken' : 'memory.snapshot-refused');
    },
  );
});

describe('the texts of a heap snapshot', () => {
  let server: TestServer;
  let admin: TestClient;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  const lastRecord = async () => {
    const { rows } = await sql<{ action: string; details: unknown }>`
      select action, details from audit_log where object_type = 'process'
      order by id desc limit 1`.execute(server.database.db);
    return rows[0];
  };

  /** The server's own snapshots with another heap beneath. */
  const heapOf = (text: string): void => {
    const snapshots = new HeapSnapshots({
      host: server.platform.governor,
      take: () => Readable.from([Buffer.from(text)]),
      heapUsedBytes: () => 1_000_000,
    });
    server.app.nest.get(HeapSnapshots).open = (request) => snapshots.open(request);
  };

  it('leave only when an administrator asks for them, which is recorded', async () => {
    const meta =
      '{"node_fields":["type","name"],"node_types":[["string"],"string"],' +
      '"edge_fields":["type","name_or_index"],"edge_types":[["property"],"string_or_number"]}';
    const heap = `{"snapshot":{"meta":${meta}},"nodes":[0,0],"edges":[],"strings":["Hornblower"]}`;
    heapOf(heap);
    const path = '/api/monitoring/heap-snapshot';
    const asked = await admin.post<string>(path);
    expect(asked.body).toBe(heap.replace('Hornblower', String.raw`\u00abtext of 10 #0\u00bb`));
    expect(await lastRecord()).toMatchObject({
      action: 'memory.snapshot-taken',
      details: { redacted: true },
    });
    expect((await admin.post<string>(`${path}?redact=false`)).body).toBe(heap);
    expect(await lastRecord()).toMatchObject({
      action: 'memory.snapshot-taken',
      details: { redacted: false },
    });
    const operator = await server.signInAs('operator');
    expect((await operator.post(`${path}?redact=false`)).status).toBe(403);
  });

  it('do not leave when the heap is written in a form that is not understood', async () => {
    heapOf('{"snapshot":{"meta":{}},"strings":["Hornblower"]}');
    const { status, body } = await admin.post('/api/monitoring/memory/leaks/snapshot');
    expect({ status, code: body.code }).toEqual({ status: 501, code: 'MEM_SNAPSHOT_FORMAT' });
    expect(JSON.stringify(body)).not.toContain('Hornblower');
  });
});

describe('a heap snapshot without headroom', () => {
  it('answers 507 and leaves the process as it was', async () => {
    const server = await startTestServer({ env: { MEMORY_BUDGET_MB: '1000' } });
    try {
      const admin = await server.signInAs('admin');
      const { status, body } = await admin.post('/api/monitoring/memory/leaks/snapshot');
      expect({ status, code: body.code }).toEqual({
        status: 507,
        code: 'MEM_SNAPSHOT_NO_HEADROOM',
      });
      expect(body.neededBytes).toBeGreaterThan(body.headroomBytes);
    } finally {
      await server.close();
    }
  });
});
