import { describe, expect, it } from 'vitest';
import { HistoryFeed } from './history-feed.ts';
import { historyFigures } from './history-ring.ts';
import { liveModel } from './live-model.ts';

const format = (value: number): string => `${value} ms`;
const lines = [
  { figure: 'p99Ms', label: 'p99', colour: '--part-1' },
  { figure: 'p50Ms', label: 'p50', colour: '--part-2' },
] as const;

function feedWith(at: number[], p99Ms: number[]): HistoryFeed {
  const feed = new HistoryFeed();
  const figures = Object.fromEntries(historyFigures.map((figure) => [figure, []]));
  feed.ring.append({ ...figures, at, p99Ms } as never);
  return feed;
}

describe('the model of a live chart', () => {
  it('reads the ring when it is asked, in seconds, and tells the newest figure', () => {
    const feed = feedWith([1000, 2000], [5, 7]);
    const model = liveModel(feed, { title: 'Latency', format, lines });
    expect([...model.times()]).toEqual([1, 2]);
    expect([...(model.lines[0]?.values() ?? [])]).toEqual([5, 7]);
    expect(model.lines[0]?.newest()).toBe(7);
    expect(model.lines[1]?.newest()).toBeNaN();
    expect(model).toMatchObject({ title: 'Latency', bytes: false, wide: false });
  });

  it('tells nothing before the first sample', () => {
    const model = liveModel(new HistoryFeed(), { title: 'Latency', format, lines });
    expect([model.times().length, model.lines[0]?.newest()]).toEqual([0, null]);
  });

  it('spans a minute at least and five at most, up to the last sample', () => {
    const { shownRange } = liveModel(new HistoryFeed(), { title: 'Latency', format, lines });
    expect(shownRange(990, 1000)).toEqual([940, 1000]);
    expect(shownRange(800, 1000)).toEqual([800, 1000]);
    expect(shownRange(0, 1000)).toEqual([700, 1000]);
  });
});
