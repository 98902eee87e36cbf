import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MachineFigures } from '../probe/machine.ts';
import { fakeGovernor } from './fake-governor.ts';
import type { FakeGovernor } from './fake-governor.ts';
import { createGovernor } from './governor.ts';
import type { GovernorOptions } from './governor-options.ts';
import type { PressureLevel } from './ladder.ts';

const mib = 1024 * 1024;

const idle: Partial<MachineFigures> = {
  rssBytes: 150 * mib,
  heapUsedBytes: 60 * mib,
  heapCommittedBytes: 80 * mib,
  heapLimitBytes: 560 * mib,
  oldUsedBytes: 50 * mib,
  externalBytes: 5 * mib,
};

function makeBench(options: GovernorOptions = {}): FakeGovernor {
  const made = fakeGovernor(idle, { random: () => 0, ...options });
  made.machine.collect(45 * mib);
  made.governor.start();
  return made;
}

let bench: FakeGovernor;

beforeEach(() => {
  bench = makeBench();
});

afterEach(() => {
  bench.governor[Symbol.dispose]();
  expect(bench.clock.pendingTimers).toBe(0);
  expect(bench.machine.isClosed).toBe(true);
});

describe('the governor', () => {
  it('goes up with the working set at the next sample and tells its listeners', () => {
    const { clock, machine, governor } = bench;
    const levels: PressureLevel[] = [];
    const unsubscribe = governor.onLevel((level) => levels.push(level));
    machine.figures.rssBytes = 900 * mib;
    machine.figures.externalBytes = 700 * mib;
    clock.advance(100);
    expect(governor.level).toBe('critical');
    machine.figures.rssBytes = 200 * mib;
    machine.figures.externalBytes = 5 * mib;
    clock.advance(300);
    unsubscribe();
    clock.advance(2_000);
    expect(levels).toEqual(['critical', 'warning']);
    expect(governor.level).toBe('normal');
  });

  it('goes on when a listener throws', () => {
    const { clock, machine, governor } = bench;
    const levels: PressureLevel[] = [];
    governor.onLevel(() => {
      throw new Error('no');
    });
    governor.onLevel((level) => levels.push(level));
    machine.figures.rssBytes = 990 * mib;
    machine.figures.externalBytes = 800 * mib;
    clock.advance(100);
    expect(levels).toEqual(['emergency']);
  });

  it('starts and stops once, however often it is asked to', () => {
    const { clock, governor } = bench;
    governor.start();
    expect(clock.pendingTimers).toBe(2);
    governor.stop();
    governor.stop();
    expect(clock.pendingTimers).toBe(0);
    governor.start();
    expect(clock.pendingTimers).toBe(2);
  });

  it('refuses options it does not know and values it would misread', () => {
    expect(() => createGovernor({ warnigRatio: 0.7 } as GovernorOptions)).toThrow(
      expect.objectContaining({
        code: 'MEM_OPTION_UNKNOWN',
        detail: expect.stringContaining('warnigRatio'),
      }),
    );
    expect(() => createGovernor({ warningRatio: 0.9, criticalRatio: 0.8 })).toThrow(
      expect.objectContaining({ code: 'MEM_OPTION_INVALID' }),
    );
    expect(() => createGovernor({ intervalMs: 0 })).toThrow(/intervalMs 0/);
    expect(() => createGovernor({ drainAfterMs: -1 })).toThrow(/drainAfterMs is -1/);
  });

  it('shrinks caches under pressure and writes the timeline', () => {
    const { clock, machine, governor } = bench;
    let cacheBytes = 100 * mib;
    const account = governor.openAccount('cache', 'search');
    account.grow(cacheBytes);
    governor.registerReclaimer({
      name: 'cache:search',
      kind: 'cache',
      usedBytes: () => cacheBytes,
      shrink(targetBytes) {
        const won = cacheBytes - targetBytes;
        cacheBytes = targetBytes;
        account.shrink(won);
        return won;
      },
    });
    machine.figures.rssBytes = 970 * mib;
    machine.figures.externalBytes = 800 * mib;
    clock.advance(100);
    expect(cacheBytes).toBe(0);
    const { timeline, reclaimers } = governor.snapshot();
    expect(timeline).toMatchObject(
      [
        { level: 'emergency', action: 'level', subject: 'normal → emergency' },
        { action: 'trim' },
        {
          action: 'shrink',
          subject: 'cache:search',
          bytesWon: 100 * mib,
          cause: 'working-set 97.0 %',
        },
        { action: 'refuse', subject: 'interactive' },
        { action: 'refuse', subject: 'bulk' },
        { action: 'refuse', subject: 'export' },
        { action: 'refuse', subject: 'report' },
      ].filter(({ action }) => action !== 'trim'),
    );
    expect(reclaimers).toEqual([{ name: 'cache:search', kind: 'cache', usedBytes: 0 }]);
  });

  it('promises pools less while the process holds memory that nobody accounts for', () => {
    const { clock, machine, governor } = bench;
    clock.advance(100);
    expect(governor.snapshot().capacityBytes).toBe(400 * mib);
    machine.figures.rssBytes = 800 * mib;
    clock.advance(100);
    const { capacityBytes, unexplainedBytes } = governor.snapshot();
    expect(unexplainedBytes).toBe(650 * mib);
    expect(capacityBytes).toBeLessThan(250 * mib);
    expect(governor.openAccount('request', 'large').grow(199 * mib)).toBe(false);
  });

  it('holds the process against the cgroup where its limit is the tighter one', () => {
    bench.governor[Symbol.dispose]();
    const limits = [500 * mib, 2000 * mib, null].map((limitBytes) => {
      const cgroup = { version: 2, folder: '/nowhere', limitBytes } as const;
      bench = makeBench({ cgroup });
      const { limitBytes: against } = bench.governor.reading;
      bench.governor[Symbol.dispose]();
      return against / mib;
    });
    expect(limits).toEqual([500, 1000, 1000]);
  });

  it('gives ground to a container that fills up, whoever fills it, and not for good', () => {
    bench.governor[Symbol.dispose]();
    const cgroup = { version: 2, folder: '/nowhere', limitBytes: 2000 * mib } as const;
    bench = makeBench({ cgroup });
    const { clock, machine, governor } = bench;
    clock.advance(1_000);
    expect(governor.snapshot().level).toBe('normal');
    for (let mb = 1700; mb <= 1950; mb += 50) {
      machine.figures.cgroupWorkingSetBytes = mb * mib;
      clock.advance(100);
    }
    expect(governor.reading.workingSetBytes).toBe(machine.figures.rssBytes);
    expect(governor.snapshot().level).toBe('emergency');
    clock.advance(5_000);
    expect(['normal', 'elevated']).toContain(governor.snapshot().level);
  });

  it('runs the periodic cleanup', () => {
    const { clock, governor } = bench;
    let expirations = 0;
    governor.registerReclaimer({
      name: 'cache:a',
      kind: 'cache',
      usedBytes: () => 0,
      expire: () => ++expirations,
      shrink: () => 0,
    });
    clock.advance(300_000);
    expect(expirations).toBe(1);
  });

  it('answers a snapshot that JSON can carry', () => {
    const { clock, governor } = bench;
    clock.advance(100);
    const snapshot = governor.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(snapshot).toMatchObject({
      level: 'normal',
      budgetBytes: 1000 * mib,
      limitBytes: 1000 * mib,
      headroomBytes: 850 * mib,
      timeToLimitMs: null,
      probes: { floorBytes: 45 * mib, psiSomeRatio: null },
    });
    expect(snapshot.pools).toHaveLength(9);
  });

  it('runs further actions after its own, and survives one that throws', () => {
    bench.governor[Symbol.dispose]();
    const seen: string[] = [];
    bench = makeBench({
      actions: [
        {
          name: 'broken',
          run() {
            throw new Error('no');
          },
        },
        {
          name: 'own',
          run: ({ level }) => {
            seen.push(level);
            return undefined;
          },
        },
      ],
    });
    bench.clock.advance(100);
    expect(seen).toEqual(['normal', 'normal']);
  });
});

describe('a process that was under pressure and holds little now', () => {
  const ratio = fc.double({ min: 0.3, max: 1.1, noNaN: true });
  const samples = fc.array(
    fc.record({ workingSet: ratio, oldUsed: ratio, live: ratio, collects: fc.boolean() }),
    { minLength: 1, maxLength: 60 },
  );
  const lasting = fc.record({
    // Pages the allocator keeps and garbage no collection has come for yet stay as they are.
    workingSet: fc.double({ min: 0.1, max: 1, noNaN: true }),
    oldUsed: fc.double({ min: 0.1, max: 1, noNaN: true }),
    collects: fc.boolean(),
  });

  it('accepts all work again within two seconds', () => {
    fc.assert(
      fc.property(samples, lasting, (storm, after) => {
        const { clock, machine, governor } = makeBench();
        const { figures } = machine;
        for (const sample of storm) {
          figures.rssBytes = sample.workingSet * 1000 * mib;
          figures.oldUsedBytes = Math.min(sample.oldUsed, 1) * 600 * mib;
          figures.heapUsedBytes = figures.oldUsedBytes + 10 * mib;
          figures.heapCommittedBytes = figures.heapUsedBytes + 20 * mib;
          figures.externalBytes = sample.workingSet * 400 * mib;
          if (sample.collects)
            machine.collect(Math.min(figures.oldUsedBytes, sample.live * 600 * mib));
          for (const priority of ['interactive', 'bulk', 'export'] as const) {
            const answer = governor.admit({ route: `${priority} work`, priority, userId: 'anna' });
            if (answer.ok) answer.account.close();
          }
          clock.advance(100);
        }
        // The load ends: one collection shows 40 MB alive, external memory is gone.
        figures.oldUsedBytes = after.oldUsed * 600 * mib;
        figures.heapUsedBytes = figures.oldUsedBytes;
        machine.collect(40 * mib);
        if (!after.collects) figures.oldUsedBytes = after.oldUsed * 600 * mib;
        figures.rssBytes = after.workingSet * 1000 * mib;
        figures.externalBytes = 5 * mib;
        clock.advance(2_000);
        for (let i = 0; i < 20; i++) {
          for (const priority of ['interactive', 'bulk', 'export', 'report'] as const) {
            const answer = governor.admit({ route: 'GET /cases', priority });
            expect(answer.ok, `${governor.level} ${JSON.stringify(answer)}`).toBe(true);
            if (answer.ok) answer.account.close();
          }
        }
        governor[Symbol.dispose]();
      }),
      { numRuns: 300 },
    );
  });
});
