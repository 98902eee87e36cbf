import { setTimeout as sleep } from 'node:timers/promises';
import { FakeMachine } from '@lexiflow/memory';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditService } from '../audit/audit.service.ts';
import { CourtImportService } from '../courts/court-import.service.ts';
import { syntheticDocket } from '../docket/import/testing/synthetic-docket.ts';
import { DocketImportService } from '../docket/import/docket-import.service.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import { systemViewer } from '../tasks/system-viewer.ts';

const mib = 1024 * 1024;
const contentType = 'application/x-ndjson';

async function* lines(record: unknown): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(record)}\n`);
}

describe('work that was let in before memory became critical', () => {
  const machine = new FakeMachine({ rssBytes: 200 * mib, oldUsedBytes: 50 * mib });
  let server: TestServer;

  beforeAll(async () => {
    const fake = { machine, gc: machine.gc, cgroup: null, oldLimitBytes: 600 * mib };
    server = await startTestServer({ governor: { ...fake, automaticGc: false } });
  });
  afterAll(() => server.close());

  const live = async (bytes: number, level: string): Promise<void> => {
    machine.collect(bytes);
    await expect.poll(() => server.platform.governor.level, { timeout: 10_000 }).toBe(level);
  };
  beforeEach(() => live(540 * mib, 'critical'));
  afterEach(() => live(45 * mib, 'normal'));

  const courts = (): Promise<unknown> =>
    server.app.nest
      .get(CourtImportService)
      .import(systemViewer, { bytes: lines({ id: 'nysd', name: 'New York' }), contentType });
  const dockets = (): Promise<unknown> =>
    server.app.nest
      .get(DocketImportService)
      .import(systemViewer, { bytes: lines(syntheticDocket()), contentType });
  const audit = async (): Promise<unknown> => {
    const service = server.app.nest.get(AuditService);
    const facts = { requestId: null, ip: null };
    const { signal } = new AbortController();
    const text = await service.export(systemViewer, { format: 'csv' }, facts, signal);
    return (await text.toArray()).length;
  };

  it.each([
    ['the import of courts', courts],
    ['the import of dockets', dockets],
    ['the export of the audit log', audit],
  ])('stands still and goes on when it is over: %s', async (_name, work) => {
    let isDone = false;
    const done = work().finally(() => (isDone = true));
    await sleep(500);
    expect(isDone).toBe(false);
    await live(45 * mib, 'normal');
    await expect(done).resolves.toBeTruthy();
  });
});
