import { afterEach, beforeEach, expect, it } from 'vitest';
import { BoundedCache } from '../cache/bounded-cache.ts';
import { fakeGovernor } from './fake-governor.ts';
import type { Governor } from './governor.ts';

const mib = 1024 * 1024;

let governor: Governor;

beforeEach(() => {
  ({ governor } = fakeGovernor({ rssBytes: 150 * mib, oldUsedBytes: 50 * mib }));
});

afterEach(() => governor[Symbol.dispose]());

it('says what the last sample came to, and nothing before the first', () => {
  expect(governor.pressure).toBeUndefined();
  governor.start();
  expect(governor.pressure).toMatchObject({ usedRatio: 0.15, cause: 'working-set' });
});

it('names the structures that have registered, for those who show their figures', () => {
  const cache = new BoundedCache<string, string>({ name: 'views', maxEntries: 10, host: governor });
  expect(governor.registered()).toEqual([cache]);
  cache.close();
  expect(governor.registered()).toEqual([]);
});
