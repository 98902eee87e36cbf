import { expect, it } from 'vitest';
import { ProcessWatch } from './process-watch.ts';

const site = {
  functionName: 'add',
  file: 'app.ts',
  line: 3,
  stack: [],
  samples: 20,
  objectBytes: 100,
};

it('keeps and charges what grew before sampling began anew until new readings can tell', () => {
  const watch = new ProcessWatch();
  const empty = watch.bytes;
  let readings = 0;
  const read = () => watch.addSites(++readings, 1, [{ ...site, liveBytes: readings * 1_000_000 }]);
  for (let i = 0; i < 8; i++) read();
  const growing = watch.growingSites();
  expect(growing).toMatchObject([{ functionName: 'add', readSinceMs: 1 }]);
  expect(growing[0]!.course).toHaveLength(8);

  watch.forgetSites();
  expect(watch.growingSites()).toEqual(growing);
  expect(watch.bytes).toBeGreaterThan(empty);

  const full = watch.bytes;
  for (let i = 0; i < 3; i++) read();
  expect(watch.growingSites()).toMatchObject([{ functionName: 'add', readSinceMs: 9 }]);
  watch.forgetSites();
  expect(watch.bytes).toBeLessThan(full);
  watch.clear();
  expect(watch.bytes).toBe(empty);
});
