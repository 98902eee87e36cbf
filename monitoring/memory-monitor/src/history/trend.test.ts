import { expect, it } from 'vitest';
import { HistoryRing } from './history-ring.ts';
import { timeToLimitSeconds, trendOf } from './trend.ts';

const HOUR_MS = 3_600_000;
const MB = 1024 * 1024;

function ringOf(values: readonly number[], stepMs = 10_000, capacity = 100): HistoryRing {
  const ring = new HistoryRing(capacity);
  values.forEach((value, index) => ring.add(index * stepMs, value));
  return ring;
}

const growing = Array.from({ length: 30 }, (_, index) => 100 * MB + index * MB);

it('keeps the last samples in order and no more than its capacity', () => {
  const seen: number[] = [];
  const ring = ringOf([1, 2, 3, 4, 5], 10, 3);
  ring.forEach(0, (_, value) => seen.push(value));
  expect(seen).toEqual([3, 4, 5]);
  expect(ring.length).toBe(3);
});

it('finds the slope of a line and the time to the limit', () => {
  const trend = trendOf(ringOf(growing), 0)!;
  expect(trend.bytesPerHour).toBeCloseTo((360 * HOUR_MS * MB) / HOUR_MS, -3);
  expect(trend.isSure).toBe(true);
  expect(timeToLimitSeconds(trend, 129 * MB, 229 * MB)).toBe(1000);
});

it('looks only at samples since the given time', () => {
  const flatThenGrowing = [...Array.from({ length: 30 }, () => 5 * MB), ...growing];
  expect(trendOf(ringOf(flatThenGrowing), 300_000)?.bytesPerHour).toBeCloseTo(360 * MB, -3);
});

it('gives no trend for fewer than six samples, and no time for scatter', () => {
  expect(trendOf(ringOf([1, 2, 3, 4, 5]), 0)).toBeNull();
  const scatter = Array.from(
    { length: 30 },
    (_, index) => 100 * MB + (index % 2) * 40 * MB + index,
  );
  const trend = trendOf(ringOf(scatter), 0);
  expect(trend?.isSure).toBe(false);
  expect(timeToLimitSeconds(trend, 120 * MB, 200 * MB)).toBeNull();
});

it.each([
  ['falls', { bytesPerHour: -MB, isSure: true }, 50 * MB, 100 * MB, null],
  ['has no limit', { bytesPerHour: MB, isSure: true }, 50 * MB, null, null],
  ['needs more than a month', { bytesPerHour: 1000, isSure: true }, 50 * MB, 100 * MB, null],
  ['is at the limit', null, 100 * MB, 100 * MB, 0],
])('answers the time to the limit of memory that %s', (_, trend, used, limit, seconds) => {
  expect(timeToLimitSeconds(trend, used, limit)).toBe(seconds);
});
