import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabaseKind } from '../platform/database/testing/open-test-database.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';

describe('health pages', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('answer with and without /api', async () => {
    for (const path of ['/health', '/api/health', '/health/live', '/api/health/ready']) {
      expect((await server.anonymous.get(path)).status, path).toBe(200);
    }
  });

  it('print memory in exactly the documented shape', async () => {
    const { body } = await server.anonymous.get('/health/memory');
    const size = expect.stringMatching(/^\d+\.\d\d (MB|GB)$/);
    const threshold = expect.stringMatching(/^\d+ MB$/);
    expect(body).toEqual({
      status: 'healthy',
      v8: {
        heapSizeLimit: size,
        usedHeapSize: size,
        heapUsedPercent: expect.stringMatching(/^\d+\.\d\d%$/),
        numberOfDetachedContexts: expect.any(Number),
      },
      process: { rss: size, heapUsed: size, external: size },
      thresholds: {
        heapWarning: '75%',
        heapCritical: '85%',
        rssWarning: threshold,
        rssCritical: threshold,
      },
    });
  });

  it('show the figures of the parts to operators only', async () => {
    const open = await server.anonymous.get('/api/health/full');
    expect(open.body.checks.map((check: object) => Object.keys(check))).toEqual(
      open.body.checks.map(() => ['name', 'status']),
    );
    const operator = await server.signInAs('operator');
    const full = await operator.get('/api/health/full');
    expect(full.body.checks[0]).toMatchObject({
      name: 'database',
      figures: { kind: testDatabaseKind },
    });
  });

  it('withdraw readiness while the server drains, and keep answering', async () => {
    server.platform.lifecycle.enter('draining');
    const { status, body } = await server.anonymous.get('/health/ready');
    expect({ status, body }).toEqual({
      status: 503,
      body: { ready: false, reasons: ['draining'] },
    });
    expect((await server.anonymous.get('/health/live')).status).toBe(200);
  });
});
