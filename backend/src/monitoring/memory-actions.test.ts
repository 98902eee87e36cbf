import { Readable } from 'node:stream';
import { createGovernor, HeapSnapshots } from '@lexiflow/memory';
import { expect, it } from 'vitest';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import type { CacheStrategy } from '../platform/cache/cache-strategy.ts';
import { MemoryActionsService } from './memory-actions.service.ts';

const actor = { kind: 'system', userId: null } as unknown as Actor;

it('lets go of a heap snapshot that could not be recorded', async () => {
  using governor = createGovernor({ cgroup: null });
  governor.sample();
  const snapshots = new HeapSnapshots({
    host: governor,
    take: () => Readable.from([Buffer.from('heap')]),
    heapUsedBytes: () => 1000,
  });
  const unreachable = new Error('no database');
  const failures = [unreachable];
  const note = async (): Promise<void> => {
    const failure = failures.pop();
    if (failure) throw failure;
  };
  const audit = { note } as unknown as AuditLog;
  const actions = new MemoryActionsService(governor, snapshots, audit, {} as CacheStrategy);
  await expect(actions.openSnapshot(actor, { redact: false })).rejects.toBe(unreachable);
  const pool = () => governor.snapshot().pools.find(({ name }) => name === 'diagnostics');
  await expect.poll(pool).toMatchObject({ openAccounts: 0, usedBytes: 0 });
  const stream = await actions.openSnapshot(actor, { redact: false });
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('heap');
});
