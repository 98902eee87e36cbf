import { expect, it } from 'vitest';
import { Stillness } from './stillness.ts';

it('counts from the last growth of more than one percent', () => {
  const stillness = new Stillness();
  expect(stillness.add(0, 1000)).toBe(0);
  expect(stillness.add(100, 1009)).toBe(100);
  expect(stillness.add(200, 1011)).toBe(0);
  expect(stillness.add(300, 900)).toBe(100);
  expect(stillness.add(400, 905)).toBe(200);
  expect(stillness.add(500, 950)).toBe(0);
});

it('notices growth in steps that are each below one percent', () => {
  const stillness = new Stillness();
  stillness.add(0, 1000);
  const stillMs = [1, 2, 3, 4].map((step) => stillness.add(step * 100, 1000 + step * 4));
  expect(stillMs).toEqual([100, 200, 0, 100]);
});
