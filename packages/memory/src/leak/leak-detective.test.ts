import { afterEach, describe, expect, it } from 'vitest';
import { channels } from '../events.ts';
import { FakeClock } from '../fake-clock.ts';
import { FakeMachine } from '../probe/fake-machine.ts';
import { ConfirmingCollection } from './confirming-collection.ts';
import type { Finding } from './finding.ts';
import { MemoryFindingStore } from './finding-store.ts';
import type { FoundCollection } from './found-collection.ts';
import { LeakDetective } from './leak-detective.ts';
import type { LeakDetectiveOptions } from './leak-options.ts';
import { ProcessView } from './memory-view.ts';

const mib = 1024 * 1024;
const minute = 60_000;
const running: LeakDetective[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((detective) => detective.stop()));
});

/** A detective over one map in a fake process whose heap the test grows. */
function makeScene(options: Partial<LeakDetectiveOptions> & { bound?: number } = {}) {
  const clock = new FakeClock();
  const machine = new FakeMachine({
    rssBytes: 100 * mib,
    heapLimitBytes: 2048 * mib,
    oldUsedBytes: 50 * mib,
    heapUsedBytes: 60 * mib,
  });
  const pending = new Map<number, object>();
  const found: FoundCollection = {
    path: 'Service.#pending',
    kind: 'map',
    target: new WeakRef<object>(pending),
    declaredBound: options.bound ?? null,
  };
  const detective = new LeakDetective({
    roots: () => [{ name: 'Service', value: {} }],
    clock,
    view: new ProcessView(machine, machine.gc),
    discover: () => Promise.resolve({ found: [found], complete: true, durationMs: 3 }),
    confirming: new ConfirmingCollection(() => undefined),
    resources: () => new Map(),
    sampler: null,
    cpuMs: () => clock.now() / 10,
    ...options,
  });
  running.push(detective);
  /** Minutes pass; each half minute `step` runs, each minute a collection leaves `liveMb`. */
  const pass = async (
    minutes: number,
    step: (minute: number) => void,
    liveMb: (minute: number) => number = () => 50,
  ) => {
    const startMs = clock.now();
    for (let half = 1; half <= minutes * 2; half++) {
      step((clock.now() - startMs) / minute);
      clock.advance(minute / 2);
      if (half % 2 === 0) {
        const live = liveMb((clock.now() - startMs) / minute) * mib;
        machine.figures.oldUsedBytes = live + 10 * mib;
        machine.figures.heapUsedBytes = live + 20 * mib;
        machine.collect(live);
      }
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { clock, machine, pending, detective, pass };
}

describe('a map that only grows', () => {
  it('is convicted with its holder when the live heap grows with it', async () => {
    const { detective, pending, pass } = makeScene();
    detective.start();
    await pass(
      40,
      () => {
        for (let i = 0; i < 30; i++) pending.set(pending.size, {});
      },
      (at) => 50 + at,
    );
    const [finding] = detective.findings();
    expect(finding).toMatchObject({
      status: 'convicted',
      kind: 'map',
      holder: 'Service.#pending',
      size: 2400,
      isKnown: false,
    });
    expect(finding!.sentence).toMatch(
      /^Service\.#pending: Map \d+ → 2,400, \+1\.0\/s, oldest entry \d+ min$/,
    );
    expect(finding!.bytesPerHour! / mib).toBeCloseTo(60, 0);
  });

  it('stays a suspect while nothing else agrees', async () => {
    const { detective, pending, pass } = makeScene();
    detective.start();
    await pass(40, () => void pending.set(pending.size, {}));
    expect(detective.findings().map(({ status }) => status)).toEqual(['suspect']);
  });

  it('is nobody’s business within its declared bound', async () => {
    const { detective, pending, pass } = makeScene({ bound: 5000 });
    detective.start();
    await pass(
      40,
      () => void pending.set(pending.size, {}),
      (at) => 50 + at,
    );
    expect(detective.findings().map(({ kind, status }) => [kind, status])).toEqual([
      ['floor', 'suspect'],
    ]);
  });

  it('is gone when it is let go', async () => {
    const { detective, pending, pass } = makeScene();
    detective.start();
    await pass(
      40,
      () => void pending.set(pending.size, {}),
      (at) => 50 + at,
    );
    pending.clear();
    await pass(40, () => undefined);
    expect(detective.findings().map(({ status }) => status)).toEqual(['gone']);
  });
});

describe('live memory that grows with an allocation site and no holder', () => {
  /** The site's live bytes are all that the heap has gained. */
  function makeUnheld(bound?: number) {
    const scene = makeScene({
      ...(bound === undefined ? {} : { bound }),
      sampler: {
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        liveSites: () => {
          const liveBytes = scene.machine.figures.oldUsedBytes - 60 * mib;
          const stack = [{ functionName: 'render', file: 'render.ts', line: 9 }];
          return Promise.resolve([{ ...stack[0]!, liveBytes, stack }]);
        },
      },
    });
    scene.detective.start();
    return scene;
  }
  const findings = (detective: LeakDetective) =>
    detective.findings().map(({ kind, status }) => `${kind} ${status}`);

  it('is convicted after half an hour', async () => {
    const { detective, pass } = makeUnheld();
    await pass(
      25,
      () => undefined,
      (at) => 50 + at,
    );
    expect(findings(detective)).toEqual(['floor suspect']);
    await pass(
      20,
      () => undefined,
      (at) => 75 + at,
    );
    expect(findings(detective)).toContain('floor convicted');
  });

  it('is suspected while a bounded collection fills up, and convicted when it goes on after that', async () => {
    const { detective, pending, pass } = makeUnheld(5000);
    await pass(
      60,
      () => {
        for (let i = 0; i < 40; i++) pending.set(pending.size, {});
      },
      (at) => 50 + at,
    );
    expect(findings(detective)).not.toContain('floor convicted');
    await pass(
      60,
      () => undefined,
      (at) => 110 + at,
    );
    expect(findings(detective)).toContain('floor convicted');
  });
});

describe('entries that carry their end', () => {
  it('are given it, and a while for whoever sweeps them', async () => {
    const { clock, detective, pending, pass } = makeScene();
    detective.start();
    const add = () => {
      pending.set(pending.size, { endsAt: clock.wallMs() + 30 * minute });
      for (const [key, entry] of pending) {
        if ((entry as { endsAt: number }).endsAt < clock.wallMs() - minute) pending.delete(key);
      }
    };
    await pass(33, add, (at) => 50 + at);
    const ofMap = detective.findings().filter(({ kind }) => kind === 'map');
    expect(ofMap.map(({ status }) => status)).toEqual(['suspect']);
  });

  it('are convicted when they have outlived it', async () => {
    const { clock, detective, pending, pass } = makeScene();
    detective.start();
    const add = () => void pending.set(pending.size, { endsAt: clock.wallMs() + 10 * minute });
    await pass(40, add, (at) => 50 + at);
    expect(detective.findings()[0]).toMatchObject({ kind: 'map', status: 'convicted' });
  });
});

describe('a process that grows as it should', () => {
  it('is left alone by the judge, and one step only raises the growth rule', async () => {
    const { detective, pass } = makeScene();
    detective.start();
    await pass(20, () => undefined);
    await pass(
      2,
      () => undefined,
      () => 110,
    );
    expect(detective.signals().growthRule.isRaised).toBe(true);
    await pass(
      30,
      () => undefined,
      () => 110,
    );
    expect(detective.signals().growthRule.isRaised).toBe(false);
    expect(detective.signals().heapFloor).toMatchObject({ isRaised: false });
    expect(detective.findings()).toEqual([]);
  });
});

describe('findings', () => {
  it('are published once per status, and known to the next run by the same fingerprint', async () => {
    const store = new MemoryFindingStore();
    const heard: Finding[] = [];
    const listener = (message: unknown): void => void heard.push(message as Finding);
    channels.leak.subscribe(listener);
    try {
      for (let run = 0; run < 2; run++) {
        const { detective, pending, pass } = makeScene({ store });
        detective.start();
        await pass(
          40,
          () => void pending.set(pending.size, {}),
          (at) => 50 + at,
        );
        await detective.stop();
      }
    } finally {
      channels.leak.unsubscribe(listener);
    }
    const ofMap = heard.filter(({ kind }) => kind === 'map');
    expect(ofMap.map(({ status, isKnown }) => [status, isKnown])).toEqual([
      ['suspect', false],
      ['convicted', false],
      ['suspect', true],
      ['convicted', true],
    ]);
    expect(new Set(ofMap.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  it('are stored with their last figures when the process stops, for the next run to show', async () => {
    const store = new MemoryFindingStore();
    const { clock, detective, pending, pass } = makeScene({ store });
    detective.start();
    const add = () => void pending.set(pending.size, {});
    await pass(62, add, (at) => 50 + at);
    const convicted = detective.findings()[0]!;
    const [before] = await store.load();
    expect(before!.size).toBeLessThan(convicted.size);
    await detective.stop();
    const [after] = await store.load();
    expect(after).toEqual(convicted);
    expect(after).toMatchObject({
      status: 'convicted',
      size: 124,
      lastSeenAt: new Date(clock.wallMs()).toISOString(),
    });
  });

  it('are forgotten on demand, in the store too', async () => {
    const store = new MemoryFindingStore();
    const { detective, pending, pass } = makeScene({ store });
    detective.start();
    await pass(
      40,
      () => void pending.set(pending.size, {}),
      (at) => 50 + at,
    );
    await detective.clearHistory();
    expect(detective.findings()).toEqual([]);
    expect(await store.load()).toEqual([]);
  });
});

describe('a stopped detective', () => {
  it('has no timer left and refuses a check', async () => {
    const { clock, detective, pass } = makeScene();
    detective.start();
    await pass(10, () => undefined);
    await detective.stop();
    expect(clock.pendingTimers).toBe(0);
    await expect(detective.check()).rejects.toMatchObject({ code: 'LEAK_DETECTIVE_STOPPED' });
  });

  it('has no timer left either when it was stopped in the middle of a check', async () => {
    const searching = Promise.withResolvers<void>();
    const { clock, detective } = makeScene({
      discover: async () => {
        await searching.promise;
        return { found: [], complete: true, durationMs: 3 };
      },
    });
    detective.start();
    const checking = detective.check();
    const stopped = detective.stop();
    searching.resolve();
    await expect(checking).rejects.toMatchObject({ code: 'LEAK_DETECTIVE_STOPPED' });
    await stopped;
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a round that fails', () => {
  it('is published, and the next one comes', async () => {
    const failed: unknown[] = [];
    const listen = (message: unknown): void => void failed.push(message);
    channels.probeFailed.subscribe(listen);
    let rounds = 0;
    const error = new Error('no resources');
    const resources = () => {
      if (++rounds === 1) throw error;
      return new Map<string, number>();
    };
    const { detective, pass } = makeScene({ resources });
    detective.start();
    await pass(5, () => undefined);
    channels.probeFailed.unsubscribe(listen);
    expect(failed).toEqual([{ probe: 'leak round', error }]);
    expect(rounds).toBeGreaterThan(1);
  });
});

describe('settings', () => {
  it('are refused by name when unknown or outside their range, and change nothing then', () => {
    const { detective } = makeScene();
    expect(() => detective.configure({ censusIntervalMs: 5 })).toThrow(
      /LEAK|censusIntervalMs is 5/,
    );
    expect(() => detective.configure({ cencus: 5 } as never)).toThrow(/"cencus" is none of/);
    expect(detective.snapshot().settings.censusIntervalMs).toBe(30_000);
    expect(detective.configure({ censusIntervalMs: 60_000 }).censusIntervalMs).toBe(60_000);
  });
});
