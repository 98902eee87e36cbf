/**
 * BoundedCache beside lru-cache 11: time of get and set, hit rates, bytes an entry costs,
 * charged bytes beside real ones, time to shrink.
 *
 *   node packages/memory/bench/cache.bench.ts [--json] [--traces FOLDER [--key-column key]]
 *
 * Times are CPU time, medians of interleaved rounds; the ratio is the figure to look at. The hit
 * rates are exact: traces are generated from fixed seeds, or with `--traces` read from the files of
 * FOLDER as streams, and then nothing else is measured. A file holds one key a line, or lines
 * `start count x y` as in the traces published with ARC, or CSV with the keys in a column.
 */
import { LRUCache } from 'lru-cache';
import { BoundedCache } from '../src/cache/bounded-cache.ts';
import type { PolicyName } from '../src/cache/eviction-policy.ts';
import { weighValue } from '../src/cache/weigh-value.ts';
import { runWithGc } from '../src/run-with-gc.ts';
import { collect, median, report } from './machine-line.ts';
import { traceFiles } from './trace-files.ts';
import { generatedTraces } from './traces.ts';
import type { Trace } from './traces.ts';

const rounds = 9;
const entries = 10_000;
const operations = 400_000;

interface Subject {
  get(key: string): unknown;
  set(key: string, value: object): unknown;
}

type Make = () => Subject;

const ours =
  (policy: PolicyName, ttlMs?: number): Make =>
  () =>
    new BoundedCache<string, object>({
      name: 'bench',
      maxEntries: entries,
      policy,
      ...(ttlMs === undefined ? {} : { ttlMs }),
    });
const theirs =
  (ttl?: number): Make =>
  () =>
    new LRUCache<string, object>({ max: entries, ...(ttl === undefined ? {} : { ttl }) });

const subjects: Record<string, Make> = {
  adaptive: ours('adaptive'),
  's3-fifo': ours('s3-fifo'),
  lru: ours('lru'),
  'lru-cache': theirs(),
  'adaptive, ttl': ours('adaptive', 60_000),
  'lru-cache, ttl': theirs(60_000),
  // The usual way to a bound in bytes there.
  'lru-cache, ttl, sized': () =>
    new LRUCache<string, object>({
      max: entries,
      ttl: 60_000,
      maxSize: 1024 ** 3,
      sizeCalculation: (held) => JSON.stringify(held).length,
    }),
};

/** Equal keys twice: a key that is asked for is never the very text that was set. */
const [setKeys, keys] = [0, 1].map(() =>
  Array.from({ length: entries * 4 }, (_, i) => `search:page:${i}`),
) as [string[], string[]];
const value = { id: 1, title: 'short text', at: 5 };

const works: Record<string, (subject: Subject) => void> = {
  'get, hit': (subject) => {
    for (let i = 0; i < operations; i++) subject.get(keys[(i * 7) % entries]!);
  },
  'get, miss': (subject) => {
    for (let i = 0; i < operations; i++) subject.get(keys[entries * 2 + ((i * 7) % entries)]!);
  },
  'set, replacing': (subject) => {
    for (let i = 0; i < operations; i++) subject.set(keys[(i * 7) % entries]!, value);
  },
  'set, evicting': (subject) => {
    for (let i = 0; i < operations; i++) subject.set(keys[(i * 7) % keys.length]!, value);
  },
};

function timeOperations(): void {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [work, run] of Object.entries(works)) {
      for (const [name, make] of Object.entries(subjects)) {
        const subject = make();
        for (let i = 0; i < entries; i++) subject.set(setKeys[i]!, value);
        // CPU time: the wall clock also shows what other processes do.
        const start = process.cpuUsage();
        run(subject);
        const { user, system } = process.cpuUsage(start);
        const ns = ((user + system) * 1000) / operations;
        const key = `${work}|${name}`;
        times.set(key, [...(times.get(key) ?? []), ns]);
      }
    }
  }
  const of = (work: string, name: string): number => median(times.get(`${work}|${name}`)!);
  const rows = Object.keys(works).map((work) => ({
    'ns an operation': work,
    ...Object.fromEntries(Object.keys(subjects).map((name) => [name, of(work, name).toFixed(0)])),
    'adaptive ÷ lru-cache': (of(work, 'adaptive') / of(work, 'lru-cache')).toFixed(2),
    'with ttl': (of(work, 'adaptive, ttl') / of(work, 'lru-cache, ttl')).toFixed(2),
    'ttl, sized': (of(work, 'adaptive, ttl') / of(work, 'lru-cache, ttl, sized')).toFixed(2),
  }));
  report(`Time of get and set, ${entries} entries, median of ${rounds} rounds`, rows);
}

/** A cache that counts how often it had what was asked for. */
function countHits(subject: {
  get(key: never): unknown;
  set(key: never, value: object): unknown;
}): { ask(key: string | number): void; hits: number } {
  return {
    hits: 0,
    ask(key) {
      if (subject.get(key as never) !== undefined) this.hits++;
      else subject.set(key as never, value);
    },
  };
}

async function hitRates({ asks, cacheEntries }: Trace): Promise<Record<string, number>> {
  const make = (policy: PolicyName): BoundedCache<string, object> =>
    new BoundedCache({ name: 'bench', maxEntries: cacheEntries, policy });
  const caches = {
    adaptive: countHits(make('adaptive')),
    's3-fifo': countHits(make('s3-fifo')),
    lru: countHits(make('lru')),
    'lru-cache': countHits(new LRUCache<string, object>({ max: cacheEntries })),
  };
  const all = Object.values(caches);
  let asked = 0;
  for await (const some of asks()) {
    asked += some.length;
    for (const cache of all) for (const key of some) cache.ask(key);
  }
  return Object.fromEntries(Object.entries(caches).map(([name, { hits }]) => [name, hits / asked]));
}

async function compareHitRates(traces: readonly Trace[]): Promise<void> {
  const rows = [];
  for (const trace of traces) {
    const rates = await hitRates(trace);
    const texts = Object.entries(rates).map(([name, rate]) => [name, rate.toFixed(4)]);
    rows.push({
      'hit rate': trace.name,
      entries: trace.cacheEntries,
      ...(Object.fromEntries(texts) as Record<string, string>),
      'points over lru-cache': ((rates['adaptive']! - rates['lru-cache']!) * 100).toFixed(1),
    });
  }
  report('Hit rates', rows);
}

/** Bytes held once collecting wins nothing more. */
function heapBytes(): number {
  for (let least = Infinity; ;) {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers > least - 1024) return Math.min(heapUsed + arrayBuffers, least);
    least = heapUsed + arrayBuffers;
  }
}

/** A function of its own, so that nothing keeps the former cache alive. */
function bytesAnEntry(make: Make): number {
  const before = heapBytes();
  const subject = make();
  for (const key of keys) subject.set(key, value);
  const bytes = (heapBytes() - before) / entries;
  if (subject.get(keys.at(-1)!) === undefined) throw new Error('the last key is not held');
  return bytes;
}

function compareBytes(): void {
  const rows = Object.entries(subjects).map(([name, make]) => ({
    'bytes an entry, without its value': name,
    bytes: bytesAnEntry(make).toFixed(0),
  }));
  report(`Own bytes, ${entries} entries`, rows);
}

function timeWeighing(): void {
  const row = Object.fromEntries([...'abcdefgh'].map((key) => [key, key.repeat(24)]));
  const page = Array.from({ length: 25 }, (_, i) => ({ id: i, title: 'x'.repeat(60), score: 0.5 }));
  const values = { 'text of 24': 'x'.repeat(24), 'row of 8 texts': row, 'page of 25 rows': page };
  const rows = Object.entries(values).map(([name, weighed]) => {
    const time = (detach: 'deep' | 'value'): string => {
      const results = Array.from({ length: rounds }, () => {
        const start = process.cpuUsage();
        for (let i = 0; i < 20_000; i++) weighValue(weighed, detach);
        return (process.cpuUsage(start).user * 1000) / 20_000;
      });
      return median(results).toFixed(0);
    };
    return {
      'ns to weigh': name,
      'detaching all texts': time('deep'),
      'only weighing': time('value'),
    };
  });
  report('Weighing one value', rows);
}

/** Stops of the event loop while a cache gives up half of what it holds: each call is one stop. */
function timeShrinking(): void {
  const rows = [10_000, 100_000, 1_000_000].map((held) => {
    const cache = new BoundedCache<string, object>({ name: 'bench', maxEntries: held });
    for (let i = 0; i < held; i++) cache.set(`search:page:${i}`, { id: i, title: 'short text' });
    const target = cache.usedBytes() / 2;
    const stops: number[] = [];
    while (cache.usedBytes() > target) {
      const startMs = performance.now();
      cache.shrink(target);
      stops.push(performance.now() - startMs);
    }
    return {
      'giving up half of': held,
      'MB before': ((2 * target) / 1024 ** 2).toFixed(1),
      stops: stops.length,
      'longest ms': Math.max(...stops).toFixed(1),
      'all ms': stops.reduce((sum, ms) => sum + ms, 0).toFixed(1),
    };
  });
  report('Shrinking to half of the bytes', rows);
}

interface SizeResult {
  readonly shape: string;
  readonly charged: number;
  readonly real: number;
  readonly ratio: number;
}

/** What a full cache of each shape charges, beside what the process grew by. */
async function compareSizes(): Promise<void> {
  const script = new URL('../src/cache/sizes.memory-script.ts', import.meta.url);
  const rows = (await runWithGc<SizeResult[]>(script)).map(({ shape, charged, real, ratio }) => ({
    'values of this shape': shape,
    'bytes charged an entry': charged.toFixed(0),
    'bytes really held': real.toFixed(0),
    'charged ÷ real': ratio.toFixed(3),
  }));
  report('Charged bytes beside real ones', rows);
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

const folder = option('traces');
if (folder === undefined) {
  timeOperations();
  await compareHitRates(generatedTraces());
  compareBytes();
  timeWeighing();
  timeShrinking();
  await compareSizes();
} else {
  await compareHitRates(await traceFiles(folder, option('key-column') ?? 'key'));
}
