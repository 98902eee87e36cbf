/** A sequence of keys asked for, and the number of entries the caches get. */
export interface Trace {
  readonly name: string;
  /** The keys in their order, some at a time; can be called again. */
  readonly asks: () => AsyncIterable<readonly (string | number)[]>;
  readonly cacheEntries: number;
}

/** A small generator with a fixed seed, so that every run asks for the same keys (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ranks 0…n−1 with probability falling as rank^−skew, by the inverse of the summed weights. */
function zipfOf(n: number, skew: number, random: () => number): () => number {
  const sums = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) sums[i] = sum += (i + 1) ** -skew;
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const length = 400_000;

function make(next: (i: number, random: () => number) => number, seed: number): number[] {
  const random = randomOf(seed);
  return Array.from({ length }, (_, i) => next(i, random));
}

/** Generated traces of the kinds that tell eviction policies apart. */
export function generatedTraces(): Trace[] {
  return keyLists().map(({ keys, ...rest }) => ({
    ...rest,
    async *asks() {
      yield keys;
    },
  }));
}

interface KeyList extends Omit<Trace, 'asks'> {
  readonly keys: readonly number[];
}

function keyLists(): KeyList[] {
  const random = randomOf(1);
  const wide = zipfOf(100_000, 0.8, random);
  const steep = zipfOf(100_000, 1.1, random);
  const users = zipfOf(5000, 0.9, random);
  return [
    { name: 'zipf 0.8', keys: make(() => wide(), 2), cacheEntries: 5000 },
    { name: 'zipf 1.1', keys: make(() => steep(), 3), cacheEntries: 1000 },
    {
      // Nightly export: one ask in three walks through everything once.
      name: 'zipf with scans',
      keys: make((i) => (Math.floor(i / 20_000) % 3 === 2 ? 1_000_000 + i : wide()), 4),
      cacheEntries: 5000,
    },
    {
      name: 'one-hit wonders',
      keys: make((i, draw) => (draw() < 0.5 ? 1_000_000 + i : steep()), 5),
      cacheEntries: 1000,
    },
    { name: 'loop over 1.25 × the cache', keys: make((i) => i % 5000, 6), cacheEntries: 4000 },
    {
      name: 'loop beside zipf',
      keys: make((i, draw) => (draw() < 0.5 ? 1_000_000 + (i % 8000) : wide()), 7),
      cacheEntries: 5000,
    },
    {
      // What was asked for lately is asked for again; nothing stays popular.
      name: 'temporal',
      keys: make((i, draw) => Math.max(0, i - Math.floor(-Math.log(1 - draw()) * 3000)), 8),
      cacheEntries: 4000,
    },
    {
      name: 'moving working set',
      keys: make((i, draw) => Math.floor(i / 50_000) * 4000 + Math.floor(draw() * 6000), 9),
      cacheEntries: 4000,
    },
    {
      // A user opens a case and asks for its parts a few times before the next one.
      name: 'sessions',
      keys: sessions(users, randomOf(10)),
      cacheEntries: 3000,
    },
  ];
}

function sessions(user: () => number, random: () => number): number[] {
  const keys: number[] = [];
  const open = Array.from({ length: 200 }, () => user());
  while (keys.length < length) {
    const seat = Math.floor(random() * open.length);
    if (random() < 0.1) open[seat] = user();
    keys.push(open[seat]! * 16 + Math.floor(random() * random() * 16));
  }
  return keys;
}
