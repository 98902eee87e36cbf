import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { Ledger } from '../governor/ledger.ts';
import { emptyReading } from '../probe/reading.ts';
import { CollectOnDemand } from './collect-on-demand.ts';
import { diagnosticsLimits } from './diagnostics.limits.ts';
import { HeapSnapshots } from './heap-snapshots.ts';
import { heapStatistics } from './heap-statistics.ts';
import { processInfo } from './process-info.ts';
import { judgeSnapshot } from './snapshot-guard.ts';
import { smallSnapshot } from './testing/small-snapshot.ts';

const mib = 1024 * 1024;

describe('the guard of heap snapshots', () => {
  test.each<[heapMb: number, headroomMb: number, pauseBudgetMs: number, isAllowed: boolean]>([
    [60, 800, 15_000, true],
    [60, 700, 15_000, false],
    [200, 10_000, 15_000, false],
    [200, 10_000, 20_000, true],
  ])(
    '%d MB used, %d MB free, %d ms allowed → %s',
    (heapMb, headroomMb, pauseBudgetMs, isAllowed) => {
      const verdict = judgeSnapshot({
        heapUsedBytes: heapMb * mib,
        headroomBytes: headroomMb * mib,
        pauseBudgetMs,
      });
      expect(verdict.isAllowed).toBe(isAllowed);
      expect(verdict.neededBytes).toBe(heapMb * 12 * mib);
    },
  );

  it('says its numbers in one sentence', () => {
    const facts = { heapUsedBytes: 100 * mib, headroomBytes: 300 * mib, pauseBudgetMs: 5_000 };
    expect(judgeSnapshot(facts).detail).toBe(
      'A snapshot of 100 MB needs 1200 MB beside it and 300 MB are free; ' +
        'it stops the process for about 9.2 s of at most 5.0 s.',
    );
  });
});

describe('a heap snapshot', () => {
  let clock: FakeClock;
  let ledger: Ledger;
  let snapshots: HeapSnapshots;
  let heapUsedBytes: number;
  const given = smallSnapshot({ nodes: [['string', 'Hornblower v. Wellesley']] });

  beforeEach(() => {
    clock = new FakeClock();
    ledger = new Ledger({ limitBytes: 1000 * mib, clock });
    heapUsedBytes = 50 * mib;
    const reading = { ...emptyReading(1000 * mib), workingSetBytes: 200 * mib };
    snapshots = new HeapSnapshots({
      host: Object.assign(ledger, { reading }),
      clock,
      heapUsedBytes: () => heapUsedBytes,
      take: () => Readable.from([given]),
    });
  });

  it('is a stream, charged to the diagnostics pool until it has been read', async () => {
    const outcome = snapshots.open({ redact: false });
    if (!outcome.ok) throw new Error(outcome.detail);
    expect(ledger.pool('diagnostics').usedBytes).toBe(300 * mib);
    expect((await outcome.stream.toArray()).join('')).toBe(given);
    expect(ledger.pool('diagnostics').usedBytes).toBe(0);
    expect(ledger.pool('diagnostics').leftoverTotal).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    expect(snapshots.open().ok).toBe(true);
  });

  it('leaves without the contents of strings unless asked otherwise', async () => {
    const outcome = snapshots.open();
    if (!outcome.ok) throw new Error(outcome.detail);
    const held = ledger.pool('diagnostics').usedBytes;
    expect(held).toBeGreaterThan(diagnosticsLimits.snapshotRedactBytes.value);
    const text = Buffer.concat(await outcome.stream.toArray()).toString();
    expect(text).toBe(
      given.replace('Hornblower v. Wellesley', String.raw`\u00abtext of 23 #1\u00bb`),
    );
    expect(ledger.pool('diagnostics').usedBytes).toBe(0);
    expect(ledger.pool('diagnostics').openAccounts).toBe(0);
  });

  it('is refused when nothing is left to redact it with, and gives back what it took', () => {
    const account = ledger.openAccount('diagnostics', 'another');
    for (let part = 500 * mib; part >= mib; part = account.grow(part) ? part : part / 2);
    const held = ledger.pool('diagnostics').usedBytes;
    expect(snapshots.open()).toMatchObject({ status: 507, code: 'MEM_SNAPSHOT_NO_HEADROOM' });
    expect(ledger.pool('diagnostics').usedBytes).toBe(held);
    expect(snapshots.open({ redact: false }).ok).toBe(true);
  });

  it('is refused with 507 and the numbers without headroom', () => {
    heapUsedBytes = 100 * mib;
    expect(snapshots.open()).toMatchObject({
      ok: false,
      status: 507,
      code: 'MEM_SNAPSHOT_NO_HEADROOM',
      verdict: { neededBytes: 1200 * mib, headroomBytes: 800 * mib },
    });
    expect(ledger.pool('diagnostics').openAccounts).toBe(0);
  });

  it('is taken one at a time', () => {
    snapshots.open();
    expect(snapshots.open()).toMatchObject({ ok: false, status: 409, code: 'MEM_SNAPSHOT_BUSY' });
  });

  it('gives its memory back when the reader goes away or never comes', async () => {
    for (const leave of [
      (stream: Readable) => void stream.destroy(),
      () => clock.advance(diagnosticsLimits.snapshotAbandonMs.value),
    ]) {
      const outcome = snapshots.open();
      if (!outcome.ok) throw new Error(outcome.detail);
      const closed = new Promise((resolve) => outcome.stream.once('close', resolve));
      leave(outcome.stream);
      await closed;
      expect(ledger.pool('diagnostics').reservedBytes).toBe(0);
    }
  });

  it('leaves nothing behind when it cannot be taken', () => {
    const host = Object.assign(ledger, { reading: emptyReading(1000 * mib) });
    const broken = new HeapSnapshots({
      host,
      clock,
      heapUsedBytes: () => mib,
      take: () => {
        throw new Error('no');
      },
    });
    expect(() => broken.open()).toThrow('no');
    expect(() => broken.open()).toThrow('no');
    expect(ledger.pool('diagnostics').openAccounts).toBe(0);
  });
});

describe('a collection on demand', () => {
  it('tells before and after, and how long it took', () => {
    const clock = new FakeClock();
    const told: number[] = [];
    const collector = new CollectOnDemand({
      clock,
      findCollector: () => () => clock.advance(70),
      onCollected: (_, durationMs) => told.push(durationMs),
    });
    const outcome = collector.collect();
    expect(outcome).toMatchObject({ ok: true, durationMs: 70 });
    if (outcome.ok) expect(outcome.before.heapUsedBytes).toBeGreaterThan(0);
    expect(told).toEqual([70]);
  });

  it('is made at most once per ten seconds', () => {
    const clock = new FakeClock();
    const collector = new CollectOnDemand({ clock, findCollector: () => () => undefined });
    collector.collect();
    clock.advance(4_000);
    expect(collector.collect()).toMatchObject({
      ok: false,
      code: 'MEM_COLLECT_TOO_SOON',
      retryAfterSeconds: 6,
    });
    clock.advance(6_000);
    expect(collector.collect().ok).toBe(true);
  });

  it('is unavailable where V8 gives no collector', () => {
    const collector = new CollectOnDemand({ findCollector: () => undefined });
    expect(collector.collect()).toMatchObject({ ok: false, code: 'MEM_COLLECT_UNAVAILABLE' });
  });
});

it('describes this process', () => {
  expect(processInfo()).toMatchObject({ pid: process.pid, nodeVersion: process.version });
});

it('describes this heap space by space', () => {
  const { spaces, usedHeapBytes, oldGenerationLimitBytes, heapSizeLimitBytes } = heapStatistics();
  const used = spaces.reduce((sum, space) => sum + space.usedBytes, 0);
  expect(Math.abs(used - usedHeapBytes)).toBeLessThan(4 * mib);
  expect(oldGenerationLimitBytes).toBeLessThan(heapSizeLimitBytes);
});
