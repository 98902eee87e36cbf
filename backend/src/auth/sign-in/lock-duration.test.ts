import { describe, expect, it } from 'vitest';
import { lockDurationMs } from './lock-duration.ts';

describe('lockDurationMs', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 30_000],
    [6, 60_000],
    [7, 120_000],
    [9, 480_000],
    [10, 900_000],
    [5_000, 900_000],
  ])('after %i wrong passwords in a row is %i ms', (failures, expected) => {
    expect(lockDurationMs(failures)).toBe(expected);
  });
});
