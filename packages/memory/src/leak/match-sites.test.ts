import { expect, it } from 'vitest';
import { matchSites } from './match-sites.ts';

const sitesOf = (weights: number[][]) => matchSites(weights).map(({ site }) => site);
const clear = (weights: number[][]) => matchSites(weights).map(({ isClear }) => isClear);

it('gives a holder its second site where the whole gains by it', () => {
  const weights = [
    [10, 9],
    [8, 0.1],
  ];
  expect(sitesOf(weights)).toEqual([1, 0]);
  expect(clear(weights)).toEqual([true, true]);
});

it('gives no site to two, and none that speaks against the holder', () => {
  expect(sitesOf([[10], [9]])).toEqual([0, null]);
  expect(sitesOf([[0.01, 0.02]])).toEqual([null]);
});

it('is clear only where every other match is less likely by far', () => {
  expect(clear([[10], [9]])).toEqual([false, false]);
  expect(clear([[10], [3]])).toEqual([false, false]);
  expect(clear([[10], [2]])).toEqual([true, false]);
  expect(clear([[10, 8]])).toEqual([false]);
  expect(
    clear([
      [5, 5],
      [5, 5],
    ]),
  ).toEqual([false, false]);
});

it('is not clear where the owner of another site could as well move on to a free one', () => {
  expect(
    clear([
      [10, 10, 0],
      [0, 10, 10],
    ]),
  ).toEqual([false, false]);
});

it('answers for a full table of holders and sites, each site once', () => {
  const weights = Array.from({ length: 40 }, (_, holder) =>
    Array.from({ length: 64 }, (__, site) => (((holder + 1) * (site + 3) * 7919) % 1009) / 100),
  );
  const sites = sitesOf(weights);
  expect(new Set(sites).size).toBe(40);
});
