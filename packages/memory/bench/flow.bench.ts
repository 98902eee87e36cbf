/**
 * parseJSONStream beside stream-json, readline and JSON.parse of the whole file, parseCSVStream beside
 * csv-parse and papaparse: MB/s and memory.
 *
 *   node packages/memory/bench/flow.bench.ts [--json] [--megabytes 100] [--rounds 5] [--only csv] [--ours]
 *     [--semi-space 4]
 *
 * `--only` takes one of array, ndjson and csv. `--ours` leaves the others out, for inputs that take
 * them long: `--ours --megabytes 1000 --rounds 1` shows that memory does not grow with the input. Over so
 * many records V8 lets its young generation grow to three semi-spaces of 16 MB; `--semi-space` bounds each.
 *
 * Each reading runs in a process of its own, all readers in turn, round by round; figures are
 * medians. MB/s is by CPU time of the whole process, since the wall clock also shows what other
 * processes do. Growth is the highest resident size less the one before reading.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse';
import Papa from 'papaparse';
import jsonlParser from 'stream-json/jsonl/parser.js';
import streamArray from 'stream-json/streamers/stream-array.js';
import { parseCSVStream } from '../src/flow/csv/parse-csv-stream.ts';
import { parseJSONStream } from '../src/flow/parse-json-stream.ts';
import { recordShapes, rowShapes, textOfRecords, textOfRows } from './flow-inputs.ts';
import { median, report } from './machine-line.ts';

type Reader = (path: string) => AsyncIterable<unknown> | Promise<Iterable<unknown>>;

const readers: Record<string, Record<string, Reader>> = {
  array: {
    parseJSONStream: (path) => parseJSONStream(createReadStream(path)),
    'stream-json': (path) => createReadStream(path).pipe(streamArray.withParserAsStream()),
    'JSON.parse of the file': async (path) => JSON.parse(readFileSync(path, 'utf8')) as unknown[],
  },
  ndjson: {
    parseJSONStream: (path) => parseJSONStream(createReadStream(path)),
    'stream-json': (path) => createReadStream(path).pipe(jsonlParser.asStream()),
    'readline, JSON.parse': (path) => lines(path),
  },
  csv: {
    parseCSVStream: (path) => parseCSVStream(createReadStream(path)),
    'csv-parse': (path) => createReadStream(path).pipe(parse({ columns: true })),
    'papaparse, a callback for each chunk': (path) => callBack(path),
    'papaparse, as a stream': (path) =>
      createReadStream(path).pipe(Papa.parse(Papa.NODE_STREAM_INPUT, { header: true })),
  },
};

/** papaparse at its fastest, which cannot be iterated: answers as many nothings as it gave rows. */
function callBack(path: string): Promise<Iterable<undefined>> {
  const { promise, resolve, reject } = Promise.withResolvers<Iterable<undefined>>();
  let rows = 0;
  Papa.parse(createReadStream(path), {
    header: true,
    chunk: ({ data }) => void (rows += data.length),
    complete: () =>
      resolve({
        *[Symbol.iterator]() {
          for (; rows > 0; rows--) yield undefined;
        },
      }),
    error: reject,
  });
  return promise;
}

async function* lines(path: string): AsyncGenerator<unknown> {
  const input = createReadStream(path);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) yield JSON.parse(line);
}

interface Result {
  readonly records: number;
  readonly cpuSeconds: number;
  readonly growthMb: number;
  readonly peakMb: number;
}

async function measure(reader: Reader, path: string): Promise<Result> {
  const startRss = process.memoryUsage.rss();
  const start = process.cpuUsage();
  let records = 0;
  for await (const _ of await reader(path)) records++;
  const { user, system } = process.cpuUsage(start);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const growthMb = peakMb - startRss / 1024 ** 2;
  return { records, cpuSeconds: (user + system) / 1e6, growthMb, peakMb };
}

function option(name: string, standard: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? standard : Number(process.argv[at + 1]);
}

interface Input {
  readonly format: string;
  readonly title: string;
  readonly text: (megabytes: number) => Iterable<string>;
}

function inputs(): Input[] {
  const records = Object.entries(recordShapes).flatMap(([title, shape]) =>
    ['array', 'ndjson'].map((format) => ({
      format,
      title,
      text: (megabytes: number) => textOfRecords(shape, megabytes, format === 'array'),
    })),
  );
  const rows = Object.entries(rowShapes).map(([title, shape]) => ({
    format: 'csv',
    title,
    text: (megabytes: number) => textOfRows(shape, megabytes),
  }));
  const only = process.argv.indexOf('--only');
  const wanted = only === -1 ? null : process.argv[only + 1];
  return [...records, ...rows].filter(({ format }) => wanted === null || format === wanted);
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-bench-'));
  const megabytes = option('megabytes', 100);
  const rounds = option('rounds', 5);
  try {
    const rows = [];
    for (const { format, title, text } of inputs()) {
      const path = join(folder, 'input');
      await pipeline(text(megabytes), createWriteStream(path));
      rows.push(...compareReaders(`${format}, ${title}`, format, path, rounds));
    }
    report(`Reading ${megabytes} MB, median of ${rounds} rounds`, rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareReaders(
  title: string,
  format: string,
  path: string,
  rounds: number,
): Record<string, string | number>[] {
  const [ours = '', ...others] = Object.keys(readers[format]!);
  const names = process.argv.includes('--ours') ? [ours] : [ours, ...others];
  const results = new Map<string, Result[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, list] of results) list.push(inChild(format, name, path));
  }
  const speed = (name: string): number =>
    statSync(path).size / 1e6 / median(results.get(name)!.map((one) => one.cpuSeconds));
  const ratios = (list: readonly Result[]): number[] =>
    list.map(({ cpuSeconds }, round) => cpuSeconds / results.get(ours)![round]!.cpuSeconds);
  return [...results].map(([name, list]) => ({
    reading: title,
    with: name,
    'MB/s of CPU': speed(name).toFixed(0),
    'ours ÷ it': spread(ratios(list)),
    'growth MB': median(list.map((one) => one.growthMb)).toFixed(0),
    'peak RSS MB': median(list.map((one) => one.peakMb)).toFixed(0),
    records: list[0]!.records,
  }));
}

function spread(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function inChild(format: string, name: string, path: string): Result {
  const semiSpaceMb = option('semi-space', 0);
  const flags = semiSpaceMb > 0 ? [`--max-semi-space-size=${semiSpaceMb}`] : [];
  const args = [...flags, fileURLToPath(import.meta.url), '--child', format, name, path];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return JSON.parse(stdout) as Result;
}

const child = process.argv.indexOf('--child');
if (child === -1) {
  await compare();
} else {
  const [format, name, path] = process.argv.slice(child + 1);
  console.log(JSON.stringify(await measure(readers[format!]![name!]!, path!)));
}
