import { describe, expect, it } from 'vitest';
import { historyModel } from './history-model.ts';

const chart = {
  title: 'Time to answer',
  format: (value: number): string => `${value} ms`,
  bytes: false,
  lines: [{ label: 'p95', colour: '--part-1', values: [3, 4, null] }],
};

describe('the model of a history chart', () => {
  it('tells the last figure that was measured, over the whole range', () => {
    const model = historyModel(chart, [100, 160, 220], 280);
    expect(model.lines[0]?.newest()).toBe(4);
    expect(model.times()).toEqual([100, 160, 220]);
    expect(model.shownRange(100, 220)).toEqual([100, 280]);
    expect(model.timeSteps).toBeUndefined();
    expect(model.formatTime(0)).toMatch(/^\d\d:\d\d$/);
  });

  it('marks days where the range is longer than two of them', () => {
    const model = historyModel(chart, [0, 86_400, 3 * 86_400], 3 * 86_400);
    expect(model.timeSteps).toEqual([86_400]);
    expect(model.formatTime(86_400 * 10.5)).toMatch(/11/);
  });

  it('tells nothing where nothing was measured', () => {
    const empty = { ...chart, lines: [{ label: 'p95', colour: '--part-1', values: [null] }] };
    expect(historyModel(empty, [], 10).lines[0]?.newest()).toBeNull();
    expect(historyModel(empty, [], 10).shownRange(0, 0)).toEqual([9, 10]);
  });
});
