import { expect, it } from 'vitest';
import type { TimelineEntry } from './timeline.ts';
import { Timeline } from './timeline.ts';

function entry(atMs: number): TimelineEntry {
  return { atMs, level: 'warning', cause: 'test', action: 'shrink', bytesWon: 1, durationMs: 0 };
}

it('keeps the newest entries in order and counts all', () => {
  const timeline = new Timeline(3);
  for (let i = 1; i <= 5; i++) timeline.add(entry(i));
  expect(timeline.list().map(({ atMs }) => atMs)).toEqual([3, 4, 5]);
  expect(timeline.list(2).map(({ atMs }) => atMs)).toEqual([4, 5]);
  expect(timeline.total).toBe(5);
});

it('lists what there is before it is full', () => {
  const timeline = new Timeline(3);
  timeline.add(entry(1));
  expect(timeline.list().map(({ atMs }) => atMs)).toEqual([1]);
});
