import { describe, expect, it } from 'vitest';
import type { Reading } from '../probe/reading.ts';
import { emptyReading } from '../probe/reading.ts';
import { ladderRules } from './ladder.ts';
import type { PressureFacts } from './pressure.ts';
import { pressureOf } from './pressure.ts';

const mib = 1024 * 1024;
const rules = ladderRules(0.75, 0.85);
const unconfirmedCap = 0.69;

const calm: PressureFacts = {
  reservedBytes: 0,
  usedBytes: 0,
  reservedAtFloorBytes: 0,
  usedAtFloorBytes: 0,
  bootNativeBytes: 60 * mib,
  standingBytes: 0,
  stillMs: 0,
  containerStillMs: 0,
};

function reading(figures: Partial<Reading>): Reading {
  return { ...emptyReading(1000 * mib), oldLimitBytes: 500 * mib, ...figures };
}

describe('the old generation', () => {
  it('counts in full as far as a collection has confirmed it', () => {
    const pressure = pressureOf(
      reading({ oldUsedBytes: 460 * mib, floorBytes: 450 * mib, floorAtMs: 1 }),
      calm,
      rules,
    );
    expect(pressure).toMatchObject({ usedRatio: 0.9, cause: 'old-generation' });
    expect(pressure.wantsConfirmation).toBe(false);
  });

  it('counts as elevated while it may be garbage, and asks for a confirmation', () => {
    const pressure = pressureOf(
      reading({ oldUsedBytes: 480 * mib, floorBytes: 50 * mib, floorAtMs: 1 }),
      calm,
      rules,
    );
    expect(pressure.usedRatio).toBeCloseTo(unconfirmedCap);
    expect(pressure.wantsConfirmation).toBe(true);
  });

  it('counts what accounts have reserved since the last collection as alive', () => {
    const pressure = pressureOf(
      reading({ oldUsedBytes: 480 * mib, floorBytes: 50 * mib, floorAtMs: 1 }),
      { ...calm, reservedBytes: 400 * mib, reservedAtFloorBytes: 10 * mib },
      rules,
    );
    expect(pressure.usedRatio).toBeCloseTo(0.88);
  });

  it('before the first collection counts as unconfirmed', () => {
    const pressure = pressureOf(reading({ oldUsedBytes: 499 * mib }), calm, rules);
    expect(pressure.usedRatio).toBeCloseTo(unconfirmedCap);
  });
});

describe('the working set', () => {
  const high = {
    workingSetBytes: 930 * mib,
    oldUsedBytes: 40 * mib,
    floorBytes: 30 * mib,
    floorExternalBytes: 0,
    floorAtMs: 1,
  };

  it('counts in full while it grows', () => {
    expect(pressureOf(reading(high), calm, rules)).toMatchObject({
      usedRatio: 0.93,
      cause: 'working-set',
    });
  });

  it('stops counting when it stands still and nothing alive needs it', () => {
    const pressure = pressureOf(reading(high), { ...calm, stillMs: 700 }, rules);
    expect(pressure.usedRatio).toBeCloseTo(unconfirmedCap);
  });

  it('is joined by the rest of the container where a budget is below its limit', () => {
    const full = reading({
      workingSetBytes: 300 * mib,
      containerWorkingSetBytes: 1900 * mib,
      containerLimitBytes: 2000 * mib,
    });
    expect(pressureOf(full, calm, rules)).toMatchObject({
      usedRatio: 0.95,
      isUnconfirmed: false,
      cause: 'working-set',
    });
    const still = { ...calm, containerStillMs: 700 };
    expect(pressureOf(full, still, rules).usedRatio).toBeCloseTo(unconfirmedCap);
    expect(pressureOf(full, still, rules).isUnconfirmed).toBe(true);
  });

  it('goes on counting when it stands still and is needed', () => {
    const needed = reading({ ...high, externalBytes: 800 * mib, floorExternalBytes: 790 * mib });
    const pressure = pressureOf(needed, { ...calm, stillMs: 60_000 }, rules);
    expect(pressure.usedRatio).toBe(0.93);
    expect(pressure.wantsConfirmation).toBe(false);
  });

  it('is not needed for buffers that accounts have let go since the last collection', () => {
    const left = reading({ ...high, externalBytes: 800 * mib, floorExternalBytes: 790 * mib });
    const facts = { ...calm, stillMs: 700, usedAtFloorBytes: 700 * mib, usedBytes: 20 * mib };
    expect(pressureOf(left, facts, rules)).toMatchObject({
      isUnconfirmed: true,
      wantsConfirmation: true,
    });
  });

  it('asks for a confirmation when it may hold buffers that nobody uses any more', () => {
    const garbage = reading({ ...high, externalBytes: 800 * mib, floorExternalBytes: 90 * mib });
    expect(pressureOf(garbage, calm, rules)).toMatchObject({
      usedRatio: 0.93,
      wantsConfirmation: true,
    });
  });
});

it('hands on the time to the limit', () => {
  expect(pressureOf(reading({ timeToLimitMs: 4_000 }), calm, rules).timeToLimitMs).toBe(4_000);
});
