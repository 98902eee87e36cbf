import { BoundedCache } from './bounded-cache.ts';

/** Prints the megabytes held by 200 cached slices of texts of 1 MB each, by where the slice stands. */

const parentLength = 1_000_000;

function parent(i: number): string {
  return `${i}:`.padEnd(parentLength, 'lorem ipsum ');
}

const places: Record<string, (cache: BoundedCache<string, unknown>, slice: string) => void> = {
  value: (cache, slice) => cache.set(slice.slice(0, 5), slice),
  key: (cache, slice) => cache.set(slice, 1),
  tag: (cache, slice) => cache.set(slice.slice(0, 5), 1, { tags: [slice] }),
  field: (cache, slice) => cache.set(slice.slice(0, 5), { name: slice }),
  'array element': (cache, slice) => cache.set(slice.slice(0, 5), [1, slice]),
  'nested map': (cache, slice) => cache.set(slice.slice(0, 5), { m: new Map([['k', [slice]]]) }),
  'set member': (cache, slice) => cache.set(slice.slice(0, 5), new Set([slice])),
  'map key': (cache, slice) => cache.set(slice.slice(0, 5), new Map([[slice, 1]])),
};

function heldMb(): number {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

const held: Record<string, number> = {};
for (const [place, put] of Object.entries(places)) {
  const cache = new BoundedCache<string, unknown>({ name: 'slices', maxEntries: 1000 });
  const before = heldMb();
  for (let i = 0; i < 200; i++) put(cache, parent(i).slice(0, 30));
  held[place] = heldMb() - before;
  if (cache.size !== 200) throw new Error(`${place}: ${cache.size} entries`);
}
const kept: string[] = [];
const before = heldMb();
for (let i = 0; i < 200; i++) kept.push(parent(i).slice(0, 30));
held['kept without a cache'] = heldMb() - before;
// Read after the measurement, so that the slices are still alive during it.
if (kept.length !== 200) throw new Error(`${kept.length} slices`);
console.log(JSON.stringify(held));
