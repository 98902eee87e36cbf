import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock.ts';
import { emptyReading } from '../../probe/reading.ts';
import type { PressureLevel } from '../ladder.ts';
import { ladderRules, levelOf } from '../ladder.ts';
import { Ledger } from '../ledger.ts';
import { PausePrediction } from '../pause-prediction.ts';
import type { Pressure } from '../pressure.ts';
import type { Priority } from '../priority.ts';
import type { Abortable, Pausable, Reclaimer } from '../reclaimer.ts';
import { ReclaimerSet } from '../reclaimer-set.ts';
import { RefusedShares } from '../refused-shares.ts';
import { abortJob } from './abort-job.ts';
import { confirmByCollection } from './confirm-by-collection.ts';
import { expireEntries } from './expire-entries.ts';
import { pauseWork } from './pause-work.ts';
import type { ActionContext } from './pressure-action.ts';
import { refuseWork } from './refuse-work.ts';
import { requestDrain } from './request-drain.ts';
import { shrinkCaches } from './shrink-caches.ts';
import { trimReservations } from './trim-reservations.ts';

const mib = 1024 * 1024;
const neverRefused: Priority[] = ['health', 'auth', 'admin', 'service'];
const rules = ladderRules(0.75, 0.85);

function pressureAt(usedRatio: number, more: Partial<Pressure> = {}): Pressure {
  return {
    usedRatio,
    timeToLimitMs: Infinity,
    cause: 'working-set',
    liveOldBytes: 0,
    isUnconfirmed: false,
    wantsConfirmation: false,
    ...more,
  };
}

class Bench {
  readonly ledger = new Ledger({ limitBytes: 100 * mib });
  readonly reclaimers = new ReclaimerSet();
  nowMs = 0;
  /** What the clock tells while an action runs. */
  readonly clock = { now: (): number => this.nowMs };

  /** The context one second later, at this share in use. */
  at(usedRatio: number, more: Partial<Pressure> = {}, level?: PressureLevel): ActionContext {
    const pressure = pressureAt(usedRatio, more);
    this.nowMs += 1_000;
    return {
      nowMs: this.nowMs,
      clock: this.clock,
      level: level ?? levelOf(pressure, rules),
      pressure,
      reading: { ...emptyReading(1000 * mib), oldUsedBytes: 300 * mib },
      rules,
      ledger: this.ledger,
      reclaimers: this.reclaimers,
    };
  }
}

function cacheOf(name: string, bytes: number, value: number, expiredBytes = 0): Reclaimer {
  let usedBytes = bytes;
  return {
    name,
    kind: 'cache',
    valuePerByte: () => value,
    usedBytes: () => usedBytes,
    expire() {
      const won = Math.min(expiredBytes, usedBytes);
      usedBytes -= won;
      return won;
    },
    shrink(targetBytes) {
      const won = Math.max(0, usedBytes - targetBytes);
      usedBytes -= won;
      return won;
    },
  };
}

describe('trim', () => {
  it('returns idle blocks from elevated on, at most once a second', () => {
    const bench = new Bench();
    const action = trimReservations();
    const account = bench.ledger.openAccount('cache', 'search');
    account.grow(mib);
    account.shrink(mib);
    expect(action.run(bench.at(0.5))).toBeUndefined();
    expect(action.run(bench.at(0.7))).toEqual({ action: 'trim', bytesWon: 64 * 1024 });
    account.grow(mib);
    account.shrink(mib);
    bench.nowMs -= 500;
    expect(action.run(bench.at(0.7))).toBeUndefined();
  });
});

describe('expire', () => {
  it('asks every structure for what has expired, from elevated on', () => {
    const bench = new Bench();
    bench.reclaimers.registerReclaimer(cacheOf('a', 10 * mib, 1, mib));
    bench.reclaimers.registerReclaimer(cacheOf('b', 10 * mib, 1, 0));
    const action = expireEntries();
    expect(action.run(bench.at(0.5))).toBeUndefined();
    expect(action.run(bench.at(0.7))).toEqual([{ action: 'expire', subject: 'a', bytesWon: mib }]);
  });
});

describe('shrink', () => {
  it('takes from what is worth least per byte first, in proportion to the pressure', () => {
    const bench = new Bench();
    bench.reclaimers.registerReclaimer(cacheOf('worthy', 60 * mib, 9));
    bench.reclaimers.registerReclaimer(cacheOf('cheap', 40 * mib, 1));
    const action = shrinkCaches();
    expect(action.run(bench.at(0.7))).toBeUndefined();
    // At the start of warning a tenth of what is held goes, all from the cheap one.
    expect(action.run(bench.at(0.75))).toEqual([
      { action: 'shrink', subject: 'cheap', bytesWon: 10 * mib },
    ]);
    expect(action.run(bench.at(0.99))).toEqual([
      { action: 'shrink', subject: 'cheap', bytesWon: 30 * mib },
      { action: 'shrink', subject: 'worthy', bytesWon: 60 * mib },
    ]);
  });

  it('makes room from elevated on for what is promised and no longer there', () => {
    const bench = new Bench();
    const cache = cacheOf('cache', 40 * mib, 1);
    bench.reclaimers.registerReclaimer(cache);
    bench.ledger.openAccount('cache', 'cache').grow(40 * mib);
    bench.ledger.setCapacity(bench.ledger.committedBytes - 15 * mib);
    const action = shrinkCaches();
    expect(action.run(bench.at(0.5))).toBeUndefined();
    expect(action.run(bench.at(0.7))).toEqual([
      { action: 'shrink', subject: 'cache', bytesWon: 15 * mib },
    ]);
  });

  it('ends when its time is over, and goes on with the next sample', () => {
    const bench = new Bench();
    for (const name of ['a', 'b', 'c']) {
      const cache = cacheOf(name, 10 * mib, 1);
      const shrink = (targetBytes: number): number => {
        if (cache.usedBytes() > targetBytes) bench.nowMs += 30;
        return cache.shrink(targetBytes);
      };
      bench.reclaimers.registerReclaimer({ ...cache, shrink });
    }
    const action = shrinkCaches();
    expect(action.run(bench.at(0.99))).toHaveLength(2);
    bench.nowMs -= 900;
    expect(action.run(bench.at(0.99))).toHaveLength(1);
  });

  it('comes back to a structure that needs several slices with the next sample, not half a second later', () => {
    const bench = new Bench();
    const cache = cacheOf('large', 100 * mib, 1);
    const shrink = (targetBytes: number): number => {
      bench.nowMs += 40;
      return cache.shrink(Math.max(targetBytes, cache.usedBytes() - 10 * mib));
    };
    bench.reclaimers.registerReclaimer({ ...cache, shrink });
    const action = shrinkCaches();
    for (let sample = 0; sample < 3; sample++) {
      expect(action.run(bench.at(0.99))).toHaveLength(1);
      bench.nowMs -= 900;
    }
  });

  it('goes on to the next structure when one throws', () => {
    const bench = new Bench();
    const broken = cacheOf('broken', 40 * mib, 0);
    bench.reclaimers.registerReclaimer({
      ...broken,
      shrink() {
        throw new Error('no');
      },
    });
    bench.reclaimers.registerReclaimer(cacheOf('sound', 40 * mib, 1));
    expect(shrinkCaches().run(bench.at(0.99))).toEqual([
      { action: 'shrink', subject: 'sound', bytesWon: 40 * mib },
    ]);
  });
});

describe('pause', () => {
  class Reader implements Pausable {
    readonly calls: (number | 'resume')[] = [];
    readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
    pause(severity: number): void {
      this.calls.push(severity);
    }
    resume(): void {
      this.calls.push('resume');
    }
  }

  it('slows work down in quarters from warning on, stops it at critical and resumes it below', () => {
    const bench = new Bench();
    const reader = new Reader('csv');
    bench.reclaimers.registerPausable(reader);
    const action = pauseWork();
    for (const ratio of [0.5, 0.75, 0.76, 0.79, 0.85, 0.9, 0.5]) action.run(bench.at(ratio));
    expect(reader.calls).toEqual([0.25, 0.5, 1, 'resume']);
  });

  it('reaches work that registers while pressure lasts, and not work that has left', () => {
    const bench = new Bench();
    const action = pauseWork();
    const gone = new Reader('gone');
    bench.reclaimers.registerPausable(gone)();
    action.run(bench.at(0.85));
    const late = new Reader('late');
    bench.reclaimers.registerPausable(late);
    expect(late.calls).toEqual([1]);
    expect(gone.calls).toEqual([]);
  });
});

describe('refuse', () => {
  it('refuses reports and exports first, interactive work last, and health never', () => {
    const bench = new Bench();
    const shares = new RefusedShares();
    const action = refuseWork(shares);
    const seen = [0.6, 0.7, 0.8, 0.9, 0.97].map((ratio) => {
      action.run(bench.at(ratio));
      const of = (...classes: Priority[]): number =>
        classes.reduce((sum, each) => sum + shares.of(each), 0);
      return [of('report'), of('bulk'), of('interactive'), of(...neverRefused)].map(
        (share) => Math.round(share * 100) / 100,
      );
    });
    expect(seen).toEqual([
      [0, 0, 0, 0],
      [0.5, 0, 0, 0],
      [1, 0.5, 0, 0],
      [1, 1, 0.5, 0],
      [1, 1, 1, 0],
    ]);
  });

  it('refuses nobody for memory that may be garbage', () => {
    const bench = new Bench();
    const shares = new RefusedShares();
    refuseWork(shares).run(bench.at(0.69, { isUnconfirmed: true }, 'critical'));
    expect(shares.isAny).toBe(false);
  });

  it('is on the timeline when a class begins and ceases to be refused', () => {
    const bench = new Bench();
    const action = refuseWork(new RefusedShares());
    expect(action.run(bench.at(0.7))).toEqual([
      { action: 'refuse', subject: 'export', bytesWon: 0 },
      { action: 'refuse', subject: 'report', bytesWon: 0 },
    ]);
    expect(action.run(bench.at(0.72))).toEqual([]);
    expect(action.run(bench.at(0.1))).toEqual([
      { action: 'accept', subject: 'export', bytesWon: 0 },
      { action: 'accept', subject: 'report', bytesWon: 0 },
    ]);
  });
});

describe('collect', () => {
  function setUp(pauseBudgetMs = 100) {
    const clock = new FakeClock();
    let collections = 0;
    let nudges = 0;
    let oldUsedBytes = 300 * mib;
    const action = confirmByCollection({
      clock,
      prediction: new PausePrediction(),
      pauseBudgetMs,
      nudge: () => nudges++,
      oldUsedBytes: () => oldUsedBytes,
      findCollector: () => () => {
        collections++;
        oldUsedBytes = 30 * mib;
        clock.advance(30);
      },
    });
    return { bench: new Bench(), action, collections: () => collections, nudges: () => nudges };
  }
  const unconfirmed = { wantsConfirmation: true, liveOldBytes: 40 * mib };

  it('collects once when use is unconfirmed, and not again within five seconds', () => {
    const { bench, action, collections } = setUp();
    expect(action.run(bench.at(0.7, { liveOldBytes: 40 * mib }))).toBeUndefined();
    expect(action.run(bench.at(0.7, unconfirmed))).toEqual({
      action: 'collect',
      subject: 'full',
      bytesWon: 270 * mib,
    });
    for (let i = 0; i < 4; i++) action.run(bench.at(0.7, unconfirmed));
    expect(collections()).toBe(1);
    action.run(bench.at(0.7, unconfirmed));
    expect(collections()).toBe(2);
  });

  it('says what the collection itself has freed, the first one too and one that frees nothing', () => {
    const { bench, action } = setUp(1_000);
    // Before the first collection all that is in use is taken to be alive.
    const first = { wantsConfirmation: true, liveOldBytes: 300 * mib };
    expect(action.run(bench.at(0.7, first))).toMatchObject({ bytesWon: 270 * mib });
    bench.nowMs += 5_000;
    expect(action.run(bench.at(0.7, unconfirmed))).toMatchObject({ bytesWon: 0 });
  });

  it('collects again after a second where the pause is predicted to be short', () => {
    const { bench, action, collections } = setUp();
    const small = { wantsConfirmation: true, liveOldBytes: 20 * mib };
    for (let second = 0; second < 3; second++) action.run(bench.at(0.7, small));
    expect(collections()).toBe(3);
  });

  it('nudges V8, once a minute, when the predicted pause does not fit', () => {
    const { bench, action, collections, nudges } = setUp(20);
    expect(action.run(bench.at(0.7, unconfirmed))).toMatchObject({ subject: 'incremental' });
    for (let second = 1; second < 60; second++) action.run(bench.at(0.7, unconfirmed));
    expect([collections(), nudges()]).toEqual([0, 1]);
    action.run(bench.at(0.7, unconfirmed));
    expect(nudges()).toBe(2);
  });

  it('does not nudge without headroom for the buffer', () => {
    const { bench, action, nudges } = setUp(20);
    const context = bench.at(0.97, unconfirmed);
    context.reading.workingSetBytes = 970 * mib;
    expect(action.run(context)).toBeUndefined();
    expect(nudges()).toBe(0);
  });
});

describe('abort', () => {
  const job = (name: string, bytes: number, done: number, ended: string[]): Abortable => ({
    name,
    usedBytes: () => bytes,
    progress: () => done,
    abort: () => void ended.push(name),
  });

  it('ends the job with most bytes for the least finished work, one every two seconds of emergency', () => {
    const bench = new Bench();
    const ended: string[] = [];
    for (const [name, megabytes, done] of [
      ['almost done', 90, 0.9],
      ['large', 60, 0.2],
      ['small', 20, 0],
    ] as const)
      bench.reclaimers.registerAbortable(job(name, megabytes * mib, done, ended));
    const action = abortJob();
    const results = Array.from({ length: 8 }, () => action.run(bench.at(0.99)));
    expect(ended).toEqual(['large', 'small', 'almost done']);
    expect(results[2]).toEqual({ action: 'abort', subject: 'large', bytesWon: 60 * mib });
  });

  it('ends none below an emergency, nor one that has ended by itself', () => {
    const bench = new Bench();
    const ended: string[] = [];
    bench.reclaimers.registerAbortable(job('gone', 9 * mib, 0, ended))();
    const action = abortJob();
    for (let second = 0; second < 5; second++) action.run(bench.at(0.99));
    bench.reclaimers.registerAbortable(job('running', 9 * mib, 0, ended));
    for (let second = 0; second < 5; second++) action.run(bench.at(0.9));
    expect(ended).toEqual([]);
  });

  it('ends none that would win next to nothing', () => {
    const bench = new Bench();
    const ended: string[] = [];
    bench.reclaimers.registerAbortable(job('little', mib, 0, ended));
    bench.reclaimers.registerAbortable(job('nearly done', 9 * mib, 0.9, ended));
    const action = abortJob();
    for (let second = 0; second < 6; second++) action.run(bench.at(0.97));
    expect(ended).toEqual([]);
  });

  it('goes on to the next job when one throws', () => {
    const bench = new Bench();
    const ended: string[] = [];
    bench.reclaimers.registerAbortable({
      ...job('broken', 90 * mib, 0, ended),
      abort() {
        throw new Error('no');
      },
    });
    bench.reclaimers.registerAbortable(job('sound', 9 * mib, 0, ended));
    const action = abortJob();
    for (let second = 0; second < 6; second++) action.run(bench.at(0.99));
    expect(ended).toEqual(['sound']);
  });
});

describe('drain', () => {
  it('is asked for after four times as long at critical, where a leak stands', () => {
    const bench = new Bench();
    const action = requestDrain(3_000);
    const asked = Array.from({ length: 15 }, () => action.run(bench.at(0.9))).map(Boolean);
    expect(asked.indexOf(true)).toBe(12);
    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it('is asked for once per unbroken emergency', () => {
    const bench = new Bench();
    const action = requestDrain(3_000);
    const walk = (ratio: number, times: number): unknown[] =>
      Array.from({ length: times }, () => action.run(bench.at(ratio))).filter(Boolean);
    expect(walk(0.99, 3)).toEqual([]);
    expect(walk(0.99, 5)).toEqual([{ action: 'drain', bytesWon: 0 }]);
    expect(walk(0.5, 1)).toEqual([]);
    expect(walk(0.99, 3)).toEqual([]);
    expect(walk(0.99, 1)).toHaveLength(1);
  });
});

describe('the prediction of pauses', () => {
  it('takes a longer pause at once and a shorter one slowly', () => {
    const prediction = new PausePrediction();
    expect(prediction.predictMs(100 * mib)).toBeCloseTo(135);
    prediction.learn(100 * mib, 305);
    expect(prediction.predictMs(100 * mib)).toBeCloseTo(305);
    prediction.learn(100 * mib, 105);
    expect(prediction.predictMs(100 * mib)).toBeCloseTo(255);
  });
});

it('refuses two structures of one name', () => {
  const reclaimers = new ReclaimerSet();
  const takeBack = reclaimers.registerReclaimer(cacheOf('a', 1, 1));
  expect(() => reclaimers.registerReclaimer(cacheOf('a', 1, 1))).toThrow(/registered already/);
  takeBack();
  expect(() => reclaimers.registerReclaimer(cacheOf('a', 1, 1))).not.toThrow();
});
