import { expect, test } from 'vitest';
import type { PressureLevel } from './ladder.ts';
import { ladderRules } from './ladder.ts';
import { pressureScale } from './pressure-scale.ts';

const rules = ladderRules(0.75, 0.85);

test.each<[level: PressureLevel, usedRatio: number, scale: number]>([
  ['normal', 0.1, 0],
  ['elevated', 0.7, 0],
  ['warning', 0.75, 0.1],
  ['warning', 0.8, 0.5],
  ['warning', 0.849, 0.99],
  ['critical', 0.85, 1],
  ['emergency', 0.99, 1],
  // On the way down the level lags behind use; the action goes on at its least.
  ['warning', 0.71, 0.1],
])('from warning to critical: %s at %f acts with %f', (level, usedRatio, scale) => {
  expect(pressureScale({ level, usedRatio }, 'warning', 'critical', rules)).toBeCloseTo(scale);
});
