import { expect, it } from 'vitest';
import { GrowthRule } from './growth-rule.ts';

const mib = 1024 * 1024;
const minute = 60_000;

it('is raised by more growth than the threshold within the window, and by less not', () => {
  const rule = new GrowthRule();
  const at = (minutes: number, mb: number) =>
    rule.add(minutes * minute, mb * mib, 5 * minute, 50 * mib);
  expect(at(0, 100)).toMatchObject({ isRaised: false, grownBytes: 0 });
  expect(at(2, 149)).toMatchObject({ isRaised: false, grownBytes: 49 * mib });
  expect(at(4, 151)).toMatchObject({ isRaised: true, grownBytes: 51 * mib });
  expect(at(8, 151)).toMatchObject({ isRaised: false, grownBytes: 0 });
});

it('does not see the same growth when it is slow', () => {
  const rule = new GrowthRule();
  const raised = Array.from({ length: 240 }, (_, half) =>
    rule.add((half * minute) / 2, (100 + half * 2) * mib, 5 * minute, 50 * mib),
  ).filter(({ isRaised }) => isRaised);
  expect(raised).toEqual([]);
});
