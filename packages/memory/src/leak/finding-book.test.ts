import { describe, expect, it, onTestFinished } from 'vitest';
import { channels } from '../events.ts';
import { FakeClock } from '../fake-clock.ts';
import type { Finding } from './finding.ts';
import type { FindingDraft } from './finding-book.ts';
import { FindingBook } from './finding-book.ts';
import type { FindingStore } from './finding-store.ts';
import { MemoryFindingStore } from './finding-store.ts';
import { fingerprintOf } from './fingerprint.ts';
import { leakLimits } from './leak.limits.ts';

function draft(holder: string, status: FindingDraft['status'], bytesPerHour = 1): FindingDraft {
  return {
    fingerprint: fingerprintOf('map', holder),
    status,
    kind: 'map',
    holder,
    sentence: holder,
    suggestion: '',
    evidence: [],
    allocation: null,
    watchKind: null,
    fromSize: 0,
    size: 1,
    entriesPerSecond: 1,
    bytesPerHour,
    ownBytesPerHour: null,
    timeToLimitMs: null,
  };
}

/** The finding as a run before this one has stored it. */
function earlier(holder: string, firstSeenAt: string): Finding {
  return { ...draft(holder, 'convicted'), firstSeenAt, lastSeenAt: firstSeenAt, isKnown: false };
}

const nothing: FindingStore = {
  load: () => Promise.resolve([]),
  save: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};

describe('a finding', () => {
  it('stays convicted when later rounds only suspect it', () => {
    const book = new FindingBook(new FakeClock(), new MemoryFindingStore());
    for (const status of ['suspect', 'convicted', 'suspect'] as const)
      book.note(draft('A', status));
    expect(book.list().map(({ status }) => status)).toEqual(['convicted']);
  });

  it('is told with each change of its status, a suspicion with its end, which is not stored', async () => {
    const told: string[] = [];
    const listener = (message: unknown): void => {
      const { holder, status } = message as Finding;
      told.push(`${holder} ${status}`);
    };
    channels.leak.subscribe(listener);
    onTestFinished(() => {
      channels.leak.unsubscribe(listener);
    });
    const store = new MemoryFindingStore();
    const book = new FindingBook(new FakeClock(), store);
    await book.load();
    book.note(draft('A', 'suspect'));
    book.note(draft('B', 'convicted'));
    for (let round = 0; round < 2; round++) book.settle(0, () => true);
    expect(told).toEqual(['A suspect', 'B convicted', 'A gone', 'B gone']);
    expect((await store.load()).map(({ holder }) => holder)).toEqual(['B']);
  });

  it('rests for a night before it is gone, and a suspect is forgotten at once', () => {
    const clock = new FakeClock();
    const book = new FindingBook(clock, new MemoryFindingStore());
    book.note(draft('A', 'convicted'));
    book.note(draft('B', 'suspect'));
    const settle = (): string[] => {
      book.settle(10_000, () => true);
      return book.list().map(({ holder, status }) => `${holder} ${status}`);
    };
    expect(settle()).toEqual(['A convicted']);
    clock.advance(10_000);
    expect(settle()).toEqual(['A gone']);
  });
});

describe('bounds', () => {
  it('keeps convictions and lets suspects give way', () => {
    const book = new FindingBook(new FakeClock(), new MemoryFindingStore());
    const most = leakLimits.findings.value;
    for (let i = 0; i < most; i++) book.note(draft(`S${i}`, 'suspect', i));
    for (let i = 0; i < most; i++) book.note(draft(`C${i}`, 'convicted', i));
    book.note(draft('late', 'suspect', 1e9));
    expect(book.list()).toHaveLength(most);
    expect(book.list().every(({ status }) => status === 'convicted')).toBe(true);
  });

  it('hold for the store in memory too', async () => {
    const store = new MemoryFindingStore();
    const book = new FindingBook(new FakeClock(), store);
    await book.load();
    for (let i = 0; i < 2 * leakLimits.findings.value; i++) book.note(draft(`C${i}`, 'convicted'));
    expect(await store.load()).toHaveLength(leakLimits.findings.value);
  });
});

describe('the store', () => {
  it('has the newest figures of a conviction again after a while, and at stop', async () => {
    const clock = new FakeClock();
    const stored: number[] = [];
    const store = new MemoryFindingStore();
    const book = new FindingBook(clock, {
      load: () => store.load(),
      clear: () => store.clear(),
      save: (finding) => Promise.resolve(void stored.push(finding.size)),
    });
    await book.load();
    const gapMs = leakLimits.findingStoreGap.value;
    for (let round = 0; round <= 20; round++) {
      book.note({ ...draft('A', 'convicted'), size: round });
      book.note({ ...draft('B', 'suspect'), size: -1 });
      if (round < 20) clock.advance(gapMs / 10);
    }
    expect(stored).toEqual([0, 10, 20]);
    book.note({ ...draft('A', 'convicted'), size: 21 });
    await book.store();
    expect(stored).toEqual([0, 10, 20, 21]);
  });

  it('makes known what it has, also beyond the findings that are shown', async () => {
    const holders = Array.from({ length: 4 * leakLimits.findings.value }, (_, i) => `S${i}`);
    const firstSeenAt = '2025-01-01T00:00:00.000Z';
    const stored = holders.map((holder) => earlier(holder, firstSeenAt));
    const book = new FindingBook(new FakeClock(), {
      ...nothing,
      load: () => Promise.resolve(stored),
    });
    await book.load();
    book.note(draft(holders.at(-1)!, 'convicted'));
    book.note(draft('new', 'convicted'));
    expect(book.list()).toMatchObject([{ firstSeenAt, isKnown: true }, { isKnown: false }]);
  });

  it('keeps when a finding was first seen', async () => {
    const store = new MemoryFindingStore();
    const first = earlier('A', '2025-01-01T00:00:00.000Z');
    await store.save(first);
    await store.save({ ...first, firstSeenAt: '2026-01-01T00:00:00.000Z', size: 7 });
    expect(await store.load()).toEqual([{ ...first, size: 7 }]);
  });
});

describe('a store that fails', () => {
  it('is asked again before a finding is stored', async () => {
    const firstSeenAt = '2025-01-01T00:00:00.000Z';
    const saved: Finding[] = [];
    let isAway = true;
    const book = new FindingBook(new FakeClock(), {
      ...nothing,
      load: () =>
        isAway
          ? Promise.reject(new Error('no database'))
          : Promise.resolve([earlier('A', firstSeenAt), earlier('B', firstSeenAt)]),
      save: (finding) => Promise.resolve(void saved.push(finding)),
    });
    await book.load();
    book.note(draft('A', 'convicted'));
    await book.store();
    expect([saved, book.list()]).toMatchObject([[], [{ isKnown: false }]]);
    isAway = false;
    await book.store();
    expect(saved).toMatchObject([{ holder: 'A', firstSeenAt, isKnown: true }]);
    expect(book.list()).toMatchObject([{ holder: 'A', firstSeenAt, isKnown: true }]);
  });

  it('is asked again by the next round, so that findings are told as known', async () => {
    const asked = [Promise.withResolvers<Finding[]>(), Promise.withResolvers<Finding[]>()];
    let loads = 0;
    const book = new FindingBook(new FakeClock(), {
      ...nothing,
      load: () => asked[loads++]!.promise,
    });
    const loading = book.load();
    asked[0]!.reject(new Error('no database'));
    await loading;
    book.settle(0, () => true);
    book.settle(0, () => true);
    expect(loads).toBe(2);
    asked[1]!.resolve([earlier('A', '2025-01-01T00:00:00.000Z')]);
    await book.load();
    book.note(draft('A', 'suspect'));
    expect(book.list()).toMatchObject([{ isKnown: true }]);
  });

  it('is reported and does no harm', async () => {
    const heard: unknown[] = [];
    const listener = (message: unknown): void => void heard.push(message);
    channels.callbackFailed.subscribe(listener);
    const broken = {
      load: () => Promise.reject(new Error('no database')),
      save: () => Promise.reject(new Error('no database')),
      clear: () => Promise.reject(new Error('no database')),
    };
    const book = new FindingBook(new FakeClock(), broken);
    await book.load();
    book.note(draft('A', 'convicted'));
    await book.clear();
    channels.callbackFailed.unsubscribe(listener);
    expect(heard).toMatchObject([{ what: 'load' }, { what: 'load' }, { what: 'clear' }]);
    expect(book.list()).toEqual([]);
  });
});
