import { expect, it } from 'vitest';
import { AllocationMeter } from './allocation-meter.ts';
import { emptyFigures } from './machine.ts';

const sample = (youngUsedBytes: number) => ({
  ...emptyFigures(),
  youngUsedBytes,
  youngCapacityBytes: 1000,
});

it('counts growth, and a filled space for each minor collection', () => {
  const meter = new AllocationMeter();
  expect(meter.add(sample(300), 5)).toBe(0);
  expect(meter.add(sample(700), 5)).toBe(400);
  // From 700 to the end, twice the whole space, and 100 of the next one.
  expect(meter.add(sample(100), 8)).toBe(400 + 300 + 1000 + 1000 + 100);
});

it('never goes down when a space was emptied before it was full', () => {
  const meter = new AllocationMeter();
  meter.add(sample(900), 0);
  expect(meter.add(sample(0), 0)).toBe(0);
});
