import { describe, expect, it, test } from 'vitest';
import type { LadderState, PressureLevel } from './ladder.ts';
import { ground, ladder, ladderRules, levelOf } from './ladder.ts';

const rules = ladderRules(0.75, 0.85);
const calm = Infinity;

describe('the level one sample asks for', () => {
  test.each<[usedRatio: number, timeToLimitMs: number, level: PressureLevel]>([
    [0, calm, 'normal'],
    [0.649, calm, 'normal'],
    [0.65, calm, 'elevated'],
    [0.749, calm, 'elevated'],
    [0.75, calm, 'warning'],
    [0.849, calm, 'warning'],
    [0.85, calm, 'critical'],
    [0.949, calm, 'critical'],
    [0.951, calm, 'emergency'],
    [1.2, calm, 'emergency'],
    // A forecast lifts by one level, and never to emergency.
    [0.1, 9_999, 'elevated'],
    [0.1, 10_000, 'normal'],
    [0.65, 1, 'warning'],
    [0.75, 1, 'critical'],
    [0.9, 1, 'critical'],
  ])('%f in use, %d ms to the limit → %s', (usedRatio, timeToLimitMs, level) => {
    expect(levelOf({ usedRatio, timeToLimitMs }, rules)).toBe(level);
  });
});

it('takes a cgroup whose tasks wait for memory for one step nearer to its limit', () => {
  const at = (usedRatio: number): PressureLevel =>
    levelOf({ usedRatio, timeToLimitMs: calm, isStalling: true }, rules);
  expect([0.2, 0.5, 0.7, 0.8, 0.9].map(at)).toEqual([
    'normal',
    'elevated',
    'warning',
    'critical',
    'critical',
  ]);
});

describe('the walk up and down', () => {
  function walk(...ratios: number[]): PressureLevel[] {
    let state: LadderState = ground;
    return ratios.map((usedRatio) => {
      state = ladder(state, { usedRatio, timeToLimitMs: calm }, rules);
      return state.level;
    });
  }

  it('goes up at once, over several levels', () => {
    expect(walk(0.1, 0.97)).toEqual(['normal', 'emergency']);
  });

  it('comes down one level per three clean samples', () => {
    expect(walk(0.97, ...Array<number>(12).fill(0.1))).toEqual([
      ...['emergency', 'emergency', 'emergency', 'critical'],
      ...['critical', 'critical', 'warning'],
      ...['warning', 'warning', 'elevated'],
      ...['elevated', 'elevated', 'normal'],
    ]);
  });

  it('stays where it is while use is within five points of the step', () => {
    expect(walk(0.86, 0.81, 0.81, 0.81, 0.81)).toEqual(Array(5).fill('critical'));
  });

  it('starts counting anew after a sample that is not clean', () => {
    expect(walk(0.86, 0.5, 0.5, 0.82, 0.5, 0.5, 0.5)).toEqual([
      ...Array<string>(6).fill('critical'),
      'warning',
    ]);
  });

  it('does not go up because of the clearance on the way down', () => {
    expect(walk(0.7, 0.72, 0.74, 0.7)).toEqual(Array(4).fill('elevated'));
  });
});
