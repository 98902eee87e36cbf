import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fakeGovernor, HeapSnapshots, Ledger } from '@lexiflow/memory';
import type { Governor, Reading } from '@lexiflow/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { MemoryMonitoringService } from './memory-monitoring.service.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lexiflow-snapshot-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function monitoring(headroomBytes: number, take: () => Readable) {
  const ledger = new Ledger({ limitBytes: 100_000_000 });
  const reading = { limitBytes: headroomBytes, workingSetBytes: 0 } as Reading;
  const host = { reading, openAccount: ledger.openAccount.bind(ledger) };
  const snapshots = new HeapSnapshots({ host, take, heapUsedBytes: () => 1_000_000 });
  return new MemoryMonitoringService(host as unknown as Governor, snapshots);
}

describe('MemoryMonitoringService.writeHeapSnapshot', () => {
  it('writes the whole snapshot for its owner alone', async () => {
    const service = monitoring(1e12, () =>
      Readable.from([Buffer.from('one '), Buffer.from('two')]),
    );
    const path = join(folder, 'a.heapsnapshot');
    expect(await service.writeHeapSnapshot(path, { redact: false })).toEqual({
      ok: true,
      path,
      bytes: 7,
    });
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(await readdir(folder)).toEqual(['a.heapsnapshot']);
  });

  it('is refused with numbers where there is no room, and leaves nothing', async () => {
    const service = monitoring(1, () => Readable.from([]));
    const outcome = await service.writeHeapSnapshot(join(folder, 'a.heapsnapshot'));
    expect(outcome).toMatchObject({ ok: false, status: 507, code: 'MEM_SNAPSHOT_NO_HEADROOM' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes no snapshot for a path that cannot be written', async () => {
    let taken = 0;
    const service = monitoring(1e12, () => Readable.from([Buffer.from(String(++taken))]));
    await expect(
      service.writeHeapSnapshot(join(folder, 'none', 'a.heapsnapshot')),
    ).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(taken).toBe(0);
  });

  it('keeps five in a folder, and deletes none of them for another one', async () => {
    let taken = 0;
    const service = monitoring(1e12, () => Readable.from([Buffer.from(String(++taken))]));
    const write = (i: number) =>
      service.writeHeapSnapshot(join(folder, `${i}.heapsnapshot`), { redact: false });
    for (let i = 0; i < 5; i++) expect(await write(i)).toMatchObject({ ok: true });
    await expect(write(5)).rejects.toMatchObject({ code: 'MEM_SNAPSHOT_FOLDER_FULL' });
    expect(taken).toBe(5);
    expect(await readdir(folder)).toHaveLength(5);
    await rm(join(folder, '2.heapsnapshot'));
    expect(await write(5)).toMatchObject({ ok: true });
  });

  it('writes no file that would not be counted', async () => {
    const service = monitoring(1e12, () => Readable.from([]));
    await expect(service.writeHeapSnapshot(join(folder, 'a'))).rejects.toMatchObject({
      code: 'MEM_SNAPSHOT_NAME',
    });
  });

  it('is written whole although another one is asked for the same path meanwhile', async () => {
    const rest = Promise.withResolvers<void>();
    const pieces = async function* () {
      yield Buffer.from('one ');
      await rest.promise;
      yield Buffer.from('two');
    };
    const service = monitoring(1e12, () => Readable.from(pieces()));
    const path = join(folder, 'a.heapsnapshot');
    const first = service.writeHeapSnapshot(path, { redact: false });
    await expect.poll(async () => (await readdir(folder)).length).toBe(1);
    expect(await service.writeHeapSnapshot(path)).toMatchObject({ ok: false, status: 409 });
    rest.resolve();
    expect(await first).toEqual({ ok: true, path, bytes: 7 });
    expect(await readFile(path, 'utf8')).toBe('one two');
    expect(await readdir(folder)).toEqual(['a.heapsnapshot']);
  });

  it('takes the contents of strings out, or leaves nothing when that cannot be done', async () => {
    const service = monitoring(1e12, () => Readable.from([Buffer.from('{"snapshot":{}}')]));
    await expect(service.writeHeapSnapshot(join(folder, 'a.heapsnapshot'))).rejects.toMatchObject({
      code: 'MEM_SNAPSHOT_FORMAT',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves no part of a snapshot that broke off', async () => {
    const broken = async function* () {
      yield Buffer.from('one');
      throw new Error('broke off');
    };
    const service = monitoring(1e12, () => Readable.from(broken()));
    await expect(service.writeHeapSnapshot(join(folder, 'a.heapsnapshot'))).rejects.toThrow(
      'broke off',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('MemoryMonitoringService.heavyRoutes', () => {
  it('lists the routes that hold the most, no more than its bound', () => {
    const { governor } = fakeGovernor();
    const routes = 60;
    for (let i = 0; i < routes; i++) {
      const admitted = governor.admit({ route: `GET /${i}`, priority: 'interactive' });
      if (!admitted.ok) throw new Error(admitted.refusal.detail);
      admitted.account.grow((i + 1) * 100_000);
      admitted.account.shrink((i + 1) * 100_000);
      admitted.account.close();
    }
    // No request is open and the heaviest came last: a snapshot leaves them out.
    expect(governor.snapshot().admission.routes.length).toBeLessThan(routes);
    const listed = new MemoryMonitoringService(
      governor,
      null as unknown as HeapSnapshots,
    ).heavyRoutes();
    expect(listed).toHaveLength(memoryNestLimits.heavyRoutes.value);
    expect(listed.map(({ route }) => route).slice(0, 2)).toEqual(['GET /59', 'GET /58']);
  });
});
