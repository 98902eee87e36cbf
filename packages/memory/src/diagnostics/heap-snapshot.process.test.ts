import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { createGovernor } from '../governor/governor.ts';
import { CollectOnDemand } from './collect-on-demand.ts';
import { HeapSnapshots } from './heap-snapshots.ts';
import { redactSnapshot } from './redact-snapshot.ts';

interface Opened {
  readonly snapshot: { readonly node_count: number; readonly edge_count: number };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

async function textOf(stream: Readable): Promise<string> {
  return Buffer.concat((await stream.toArray()) as Buffer[]).toString();
}

it('writes what the developer tools read, without the texts the process holds', async () => {
  using governor = createGovernor({
    plan: { budgetBytes: 8 * 1024 ** 3, accountsBytes: 4 * 1024 ** 3 },
    cgroup: null,
  }).start();
  class PartyDesk {
    readonly caption = `Hornblower v. ${'Wellesley'.toUpperCase()} ${process.pid}`;
    readonly byName = new Map([[`Anna ${this.caption}`, { size: 1 }]]);
    readonly asKeys: Record<string, object> = { [`key of ${this.caption}`]: {} };
    readonly matcher = new RegExp(`^matcher of ${this.caption}`);
    readonly joined = `${'a very long beginning of a text '.repeat(3)}${this.caption}`;
    readonly owners = new WeakMap([[this.byName, `owner ${this.caption}`]]);
  }
  const desk = new PartyDesk();
  const snapshots = new HeapSnapshots({ host: governor, pauseBudgetMs: 120_000 });
  const outcome = snapshots.open({ redact: false });
  if (!outcome.ok) throw new Error(outcome.detail);
  const whole = await textOf(outcome.stream);
  const text = await textOf(redactSnapshot(Readable.from([Buffer.from(whole)])));
  for (const secret of ['Hornblower v.', `WELLESLEY ${process.pid}`]) {
    expect(desk.caption).toContain(secret);
    expect(whole).toContain(secret);
    expect(text).not.toContain(secret);
  }
  const before = JSON.parse(whole) as Opened;
  const after = JSON.parse(text) as Opened;
  expect(after.snapshot).toEqual(before.snapshot);
  expect(after.nodes.length % after.snapshot.node_count).toBe(0);
  expect(after.snapshot.node_count).toBeGreaterThan(1_000);
  for (const section of ['nodes', 'edges'] as const)
    expect(
      Buffer.from(Uint32Array.from(after[section]).buffer).equals(
        Buffer.from(Uint32Array.from(before[section]).buffer),
      ),
    ).toBe(true);
  expect(after.strings).toHaveLength(before.strings.length);
  // What a reader looks for: the holder, its fields, and the pairs of its WeakMap.
  for (const name of ['PartyDesk', 'byName', 'owners', '(GC roots)'])
    expect(after.strings).toContain(name);
  expect(text).toMatch(/part of key \(key @\d+\) -> value \(value @\d+\) pair in WeakMap/);
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
