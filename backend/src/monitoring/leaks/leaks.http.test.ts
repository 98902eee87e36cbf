import { leakReport } from '@lexiflow/contracts';
import { LeakDetective } from '@lexiflow/memory';
import type { Finding } from '@lexiflow/memory';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { publishEnded } from '../../platform/ended.channel.ts';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';
import { LeakFindingRepository } from './leak-finding.repository.ts';

const path = '/api/monitoring/memory/leaks';

const earlier: Finding = {
  fingerprint: '0123456789abcdef',
  status: 'convicted',
  kind: 'map',
  holder: 'ReportsService.#pending',
  sentence: 'ReportsService.#pending: Map 0 → 48,231, +12.3/s',
  suggestion: 'Remove entries when their report is done.',
  evidence: [{ kind: 'head-pinned', detail: 'the first key never changed' }],
  allocation: {
    ...{ functionName: 'enqueue', file: 'reports.ts', line: 12, liveBytes: 4096 },
    stack: [
      { functionName: 'set', file: '', line: 1 },
      { functionName: 'enqueue', file: 'reports.ts', line: 12 },
    ],
  },
  watchKind: null,
  fromSize: 0,
  size: 48_231,
  entriesPerSecond: 12.3,
  bytesPerHour: 4_194_304,
  ownBytesPerHour: null,
  timeToLimitMs: null,
  firstSeenAt: '2026-01-02T03:04:05.000Z',
  lastSeenAt: '2026-01-02T12:04:05.000Z',
  isKnown: false,
};

describe('the routes of the leak detective', () => {
  let server: TestServer;
  let admin: TestClient;
  let operator: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.signInAs('admin');
    operator = await server.signInAs('operator');
  });
  afterAll(() => server.close());

  it('answer operators, and let administrators act', async () => {
    const { status, body } = await operator.get(path);
    expect(status).toBe(200);
    expect(leakReport.safeParse(body).success).toBe(true);
    expect(body.isEnabled).toBe(true);
    expect((await server.anonymous.get(path)).status).toBe(401);
    expect((await (await server.signInAs('partner')).get(path)).status).toBe(403);
    for (const what of ['check', 'configure', 'clear-history', 'snapshot'])
      expect((await operator.post(`${path}/${what}`, {})).status).toBe(403);
  });

  it('follow what has ended: requests, and whatever else says so', async () => {
    const watch = vi.spyOn(LeakDetective.prototype, 'watch');
    const connection = {};
    publishEnded('websocket', connection);
    expect(watch).toHaveBeenCalledWith('websocket', connection);
    await operator.get(path);
    await expect.poll(() => watch.mock.calls.map(([kind]) => kind)).toContain(`GET ${path}`);
    watch.mockRestore();
  });

  it('search the providers of the application when a check is asked for', async () => {
    // The server's services hold hundreds; one search takes as many as its time allows: on a busy machine none.
    await vi.waitFor(
      async () => {
        const { status, body } = await admin.post(`${path}/check`);
        expect(status).toBe(200);
        expect(leakReport.safeParse(body).success).toBe(true);
        expect(body.items).toEqual([]);
        expect(Number(/^(\d+) collections counted/.exec(body.detail)?.[1])).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 1000 },
    );
  });

  it('show what earlier runs have found, and forget it when asked to', async () => {
    await new LeakFindingRepository(server.database).save(earlier);
    expect((await operator.get(path)).body.items).toEqual([{ ...earlier, isKnown: true }]);
    const { status, body } = await admin.post(`${path}/clear-history`);
    expect({ status, body }).toEqual({ status: 200, body: { removed: 1 } });
    expect((await operator.get(path)).body.items).toEqual([]);
  });

  it('change settings, or say which one is wrong and change nothing', async () => {
    const { status, body } = await admin.post(`${path}/configure`, { censusIntervalMs: 60_000 });
    expect(status).toBe(200);
    expect(body.settings.censusIntervalMs).toBe(60_000);
    const wrong = await admin.post(`${path}/configure`, { warmUpMs: 5, watchShare: 7 });
    expect({ status: wrong.status, code: wrong.body.code }).toEqual({
      status: 422,
      code: 'MEM_LEAK_SETTING_INVALID',
    });
    expect(wrong.body.detail).toContain('watchShare is 7');
    expect((await operator.get(path)).body.settings).toEqual(body.settings);
    expect((await admin.post(`${path}/configure`, { unknown: 1 })).status).toBe(400);
  });

  it('are on the audit record', async () => {
    const { body } = await admin.get('/api/audit?limit=100');
    const actions = body.items.map(({ action }: { action: string }) => action);
    for (const action of ['checked', 'configured', 'cleared'])
      expect(actions).toContain(`memory.leaks-${action}`);
  });

  it('are counted on the metrics page', async () => {
    const page = (await operator.get('/metrics')).body;
    expect(page).toContain('lexiflow_leak_findings{status="convicted"} 0');
    expect(page).toContain('lexiflow_leak_detective_cpu_ratio ');
  });

  it('say that nothing is looked for when it is switched off', async () => {
    const off = await startTestServer({ env: { LEAK_DETECTION_ENABLED: 'false' } });
    const client = await off.signInAs('admin');
    const { body } = await client.get(path);
    expect(body.isEnabled).toBe(false);
    expect(body.detail).toContain('no proof of absence');
    const answer = await client.post(`${path}/check`);
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 409,
      code: 'MEM_LEAK_DETECTION_OFF',
    });
    await off.close();
  });
});
