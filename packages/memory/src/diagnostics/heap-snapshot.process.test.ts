import { expect, it } from 'vitest';
import { createGovernor } from '../governor/governor.ts';
import { CollectOnDemand } from './collect-on-demand.ts';
import { HeapSnapshots } from './heap-snapshots.ts';

it('writes what the developer tools read', async () => {
  using governor = createGovernor({
    plan: { budgetBytes: 8 * 1024 ** 3, accountsBytes: 4 * 1024 ** 3 },
    cgroup: null,
  }).start();
  const outcome = new HeapSnapshots({ host: governor, pauseBudgetMs: 120_000 }).open();
  if (!outcome.ok) throw new Error(outcome.detail);
  let text = '';
  for await (const chunk of outcome.stream.setEncoding('utf8')) text += chunk as string;
  const document = JSON.parse(text) as { snapshot: { node_count: number }; nodes: number[] };
  expect(document.snapshot.node_count).toBeGreaterThan(1_000);
  expect(document.nodes.length % document.snapshot.node_count).toBe(0);
  const diagnostics = governor.snapshot().pools.find(({ name }) => name === 'diagnostics');
  expect(diagnostics).toMatchObject({ reservedBytes: 0, openAccounts: 0, leftoverTotal: 0 });
});

it('collects in a process started without --expose-gc', () => {
  let garbage: unknown[] = Array.from({ length: 200_000 }, (_, i) => ({ i }));
  expect(garbage).toHaveLength(200_000);
  garbage = [];
  expect(new CollectOnDemand().collect()).toMatchObject({ ok: true });
  expect(garbage).toHaveLength(0);
});
