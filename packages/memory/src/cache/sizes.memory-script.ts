import v8 from 'node:v8';
import { BoundedCache } from './bounded-cache.ts';

/** Prints, for each shape, what a cache of such values charges and what the process really grew by. */

class Docket {
  readonly id: number;
  readonly court: string;
  readonly pages: number;
  constructor(i: number) {
    this.id = i;
    this.court = fresh(20, i);
    this.pages = i & 63;
  }
}

let salt = 0;
/** A text of its own: no two calls share characters on the heap. */
function fresh(length: number, i: number, letter = 'x'): string {
  return JSON.parse(
    JSON.stringify(`${i}-${salt++}-`.padEnd(length, letter).slice(0, length)),
  ) as string;
}

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const shapes: Record<string, (i: number) => unknown> = {
  'small integer': (i) => i,
  double: (i) => i + 0.5,
  timestamp: (i) => 1_700_000_000_000 + i,
  'text of 20': (i) => fresh(20, i),
  'text of 500': (i) => fresh(500, i),
  'wide text of 200': (i) => fresh(200, i, '—'),
  'text of 100,000': (i) => fresh(100_000, i),
  'literal of 3 numbers': (i) => ({ a: i, b: i, c: i }),
  'literal of 3 doubles': (i) => ({ a: i + 0.5, b: i + 0.25, c: i + 0.125 }),
  'row of 8 texts': (i) =>
    json(Object.fromEntries([...'abcdefgh'].map((key) => [key, fresh(24, i)]))),
  'row built field by field': (i) => {
    const row: Record<string, unknown> = {};
    for (const key of ['id', 'court', 'name', 'judge', 'date']) row[key] = fresh(18, i);
    return row;
  },
  'class instance': (i) => new Docket(i),
  'nested docket': (i) =>
    json({
      id: i,
      name: fresh(40, i),
      parties: [1, 2, 3].map(() => ({ name: fresh(25, i), role: 1, counsel: [fresh(22, i)] })),
    }),
  'page of 25 rows': (i) =>
    json(
      Array.from({ length: 25 }, (_, k) => ({
        id: k,
        title: fresh(60, i),
        score: k + 0.3,
        caseId: fresh(36, i),
      })),
    ),
  'array of 100 integers': (i) => json(Array.from({ length: 100 }, (_, k) => k + i)),
  'array of 100 doubles': (i) => json(Array.from({ length: 100 }, (_, k) => k + i + 0.5)),
  'array of 20 texts': (i) => json(Array.from({ length: 20 }, () => fresh(30, i))),
  'array grown by push': (i) => {
    const list: string[] = [];
    for (let k = 0; k < 30; k++) list.push(fresh(30, i));
    return list;
  },
  'embedding of 768 floats': () => new Float32Array(768),
  'buffer of 4 KiB': () => Buffer.alloc(4096, 1),
  'map of 50 texts': (i) =>
    new Map(Array.from({ length: 50 }, (_, k) => [k, fresh(24, i)] as const)),
  'set of 50 texts': (i) => new Set(Array.from({ length: 50 }, () => fresh(24, i))),
  'date in an object': (i) => ({ at: new Date(i * 1000), id: i }),
  'object of 200 keys': (i) =>
    json(Object.fromEntries(Array.from({ length: 200 }, (_, k) => [`key${k}`, i]))),
  'big integers': (i) => ({ a: BigInt(i) * 10n ** 15n, b: BigInt(i) }),
};

/** Bytes held once collecting wins nothing more. */
function heldBytes(): number {
  for (let least = Infinity; ;) {
    globalThis.gc!();
    const held = v8.getHeapStatistics().used_heap_size + process.memoryUsage().external;
    if (held > least - 1024) return Math.min(held, least);
    least = held;
  }
}

/** One cache full of the shape, filled `turns` times over: bytes charged and really held, per entry. */
function measure(
  make: (i: number) => unknown,
  count: number,
  turns: number,
): { charged: number; real: number } {
  const before = heldBytes();
  const cache = new BoundedCache<string, unknown>({ name: 'sizes', maxEntries: count });
  for (let i = 0; i < count * turns; i++) cache.set(`case:${salt}:${i}`, make(i));
  const real = (heldBytes() - before) / count;
  const charged = cache.stats().bytes / count;
  cache.close();
  return { charged, real };
}

const rounds = 3;
/** Shapes that are also measured after the whole cache was evicted twice: the usual state of a cache. */
const turnedOver = new Set(['small integer', 'text of 20', 'class instance', 'nested docket']);
const results = [];
for (const [shape, make] of Object.entries(shapes)) {
  const count = shape.includes('100,000') ? 200 : 2900;
  for (const turns of turnedOver.has(shape) ? [1, 3] : [1]) {
    // V8's own caches (numbers as text, compiled code) grow once meanwhile; the median leaves them out.
    const measured = Array.from({ length: rounds }, () => measure(make, count, turns));
    measured.sort((a, b) => a.real - b.real);
    const { charged, real } = measured[1]!;
    results.push({ shape: `${shape}, × ${turns}`, charged, real, ratio: charged / real });
  }
}
console.log(JSON.stringify(results));
