import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { MemoryFacts, MemoryWishes } from './memory-plan.ts';
import { memoryProfiles } from './memory-profile.ts';
import { assertPlan, plan } from './plan.ts';

const mib = 1024 * 1024;

const machine: MemoryFacts = {
  cgroupLimitBytes: null,
  machineBytes: 24_000 * mib,
  nodeMajor: 24,
  embeddedDatabase: false,
};

function container(limitMb: number, more: Partial<MemoryFacts> = {}): MemoryFacts {
  return { ...machine, cgroupLimitBytes: limitMb * mib, cgroupVersion: 2, ...more };
}

describe('the budget', () => {
  test.each<[facts: MemoryFacts, wishes: MemoryWishes, budgetMb: number, source: string]>([
    [machine, { budgetMb: 700 }, 700, 'explicit'],
    [container(512), {}, 512, 'cgroup-v2'],
    [container(512, { cgroupVersion: 1 }), {}, 512, 'cgroup-v1'],
    [container(512), { budgetMb: 400 }, 400, 'explicit'],
    [container(400), { budgetMb: 512 }, 400, 'cgroup-v2'],
    [container(2048), { profile: 'constrained' }, 384, 'profile'],
    [container(512), { profile: 'balanced' }, 512, 'cgroup-v2'],
    [machine, { profile: 'constrained' }, 384, 'profile'],
    [machine, {}, 3072, 'machine'],
    [container(64_000), {}, 3072, 'machine'],
    [{ ...machine, machineBytes: 4096 * mib }, {}, 1024, 'machine'],
    [{ ...machine, machineBytes: 2000 * mib }, { profile: 'balanced' }, 1600, 'machine'],
  ])('%j with %j is %d MB from %s', (facts, wishes, budgetMb, source) => {
    const made = plan(facts, wishes);
    expect([made.budgetBytes / mib, made.source]).toEqual([budgetMb, source]);
    expect(made.problems).toEqual([]);
  });

  test.each([
    ['balanced', 2048],
    ['throughput', 4096],
    ['enterprise', 8192],
  ] as const)('of the profile %s leaves a heap of %d MB', (profile, heapMb) => {
    expect(plan(machine, { profile }).heap.oldSpaceMb).toBe(heapMb);
  });
});

describe('the flags', () => {
  it('are those of the constrained container', () => {
    const made = plan(container(384), { profile: 'constrained' });
    expect(made.flags).toEqual([
      '--max-old-space-size=179',
      '--max-semi-space-size=4',
      '--expose-gc',
    ]);
    expect(made.env).toEqual({ UV_THREADPOOL_SIZE: '4', MALLOC_MMAP_THRESHOLD_: '262144' });
  });

  it('follow explicit wishes', () => {
    const made = plan(container(1024), {
      maxOldSpaceMb: 600,
      initialOldSpaceMb: 300,
      semiSpaceMb: 8,
      exposeGc: false,
      threadpoolSize: 8,
    });
    expect(made.flags).toEqual([
      '--max-old-space-size=600',
      '--max-semi-space-size=8',
      '--initial-old-space-size=300',
    ]);
    expect(made.env).toMatchObject({ UV_THREADPOOL_SIZE: '8' });
    expect(made.problems).toEqual([]);
  });

  it('do not name a semi-space that V8 would override', () => {
    const made = plan(container(1024), { optimizeForMemory: true, semiSpaceMb: 16 });
    expect(made.flags).toContain('--optimize-for-size');
    expect(made.flags.join()).not.toContain('semi-space');
    expect(made.heap.youngGenerationBytes).toBe(3 * mib);
  });

  it('never set the distance of collections', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 16_384 }),
        fc.boolean(),
        (limitMb, optimizeForMemory) => {
          expect(plan(container(limitMb), { optimizeForMemory }).flags.join()).not.toContain(
            'gc-interval',
          );
        },
      ),
    );
  });
});

describe('the sum', () => {
  it('is the budget whenever the plan has no problem', () => {
    const wishes = fc.record(
      {
        budgetMb: fc.integer({ min: 64, max: 20_000 }),
        profile: fc.constantFrom(...memoryProfiles),
        maxOldSpaceMb: fc.integer({ min: 32, max: 9_000 }),
        semiSpaceMb: fc.integer({ min: 1, max: 64 }),
        optimizeForMemory: fc.boolean(),
        threadpoolSize: fc.integer({ min: 1, max: 64 }),
      },
      { requiredKeys: [] },
    );
    const facts = fc.record({
      cgroupLimitBytes: fc.option(fc.integer({ min: 64, max: 16_384 }).map((mb) => mb * mib)),
      machineBytes: fc.integer({ min: 512, max: 64_000 }).map((mb) => mb * mib),
      nodeMajor: fc.constantFrom(20, 22, 24, 26),
      embeddedDatabase: fc.boolean(),
    });
    let startable = 0;
    fc.assert(
      fc.property(facts, wishes, (given, wished) => {
        const made = plan(given, wished);
        const sum = made.lines.reduce((total, { bytes }) => total + bytes, 0);
        expect(Math.abs(sum - made.budgetBytes)).toBeLessThan(1);
        if (made.problems.length > 0) return;
        startable++;
        expect(made.lines.every(({ bytes }) => bytes >= 0)).toBe(true);
        expect(made.accountsBytes).toBeLessThan(made.budgetBytes);
        const minimums = Object.values(made.poolSizes).reduce(
          (total, { minBytes }) => total + minBytes,
          0,
        );
        expect(minimums).toBeLessThanOrEqual(made.accountsBytes);
      }),
      { numRuns: 1_000 },
    );
    expect(startable).toBeGreaterThan(100);
  });

  it('has a line for the embedded database only where it runs in this process', () => {
    const line = (embeddedDatabase: boolean): number | undefined =>
      plan({ ...machine, embeddedDatabase }).lines.find(
        ({ label }) => label === 'embedded database',
      )?.bytes;
    expect([line(true), line(false)]).toEqual([144 * mib, 0]);
  });

  it('lets buffers give way to an explicit heap before it refuses', () => {
    const made = plan(container(2500), { maxOldSpaceMb: 2048 });
    expect(made.problems).toEqual([]);
    expect(made.lines.find(({ label }) => label === 'buffers')?.bytes).toBeLessThan(
      0.15 * 2500 * mib,
    );
  });
});

describe('a plan that cannot be started', () => {
  test.each<[facts: MemoryFacts, wishes: MemoryWishes, problem: RegExp]>([
    [
      container(384),
      { maxOldSpaceMb: 384 },
      /heap \(old space\) 384 MB \+ young generation 12 MB \+ boot 72 MB .* = 516 MB, and 16 MB must stay free; the budget is 384 MB/,
    ],
    [container(384, { embeddedDatabase: true }), {}, /heap of 35 MB is below the 80 MB/],
    [container(128), {}, /below the 80 MB/],
    [machine, { budgetMb: 48_000 }, /more than the machine's 24000 MB/],
    [
      container(1024),
      { initialOldSpaceMb: 900 },
      /initial old space of 900 MB is above its maximum/,
    ],
    [container(1024), { semiSpaceMb: 0 }, /semi-space of 0 MB is outside/],
    [container(1024), { threadpoolSize: 0 }, /thread pool of 0 is outside/],
    [container(1024), { maxOldSpaceMb: -5 }, /old space of -5 MB is not a size/],
    [
      container(1024),
      { cacheBudgetBytes: 900 * mib },
      /cache budgets sum to 900 MB; the cache pool may reach/,
    ],
    [{ ...machine, nodeMajor: 18 }, {}, /Node 18 is too old/],
  ])('%j with %j says %s', (facts, wishes, problem) => {
    const made = plan(facts, wishes);
    expect(made.problems.join('\n')).toMatch(problem);
    expect(() => assertPlan(made)).toThrow(
      expect.objectContaining({ code: 'MEM_PLAN_IMPOSSIBLE' }),
    );
  });

  it('is one of those only', () => {
    expect(() => assertPlan(plan(container(384)))).not.toThrow();
  });
});
