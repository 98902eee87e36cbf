/**
 * parseJSONStream beside stream-json, readline and JSON.parse of the whole file: MB/s and memory.
 *
 *   node packages/memory/bench/flow.bench.ts [--json] [--megabytes 100] [--rounds 3]
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
import jsonlParser from 'stream-json/jsonl/parser.js';
import streamArray from 'stream-json/streamers/stream-array.js';
import { parseJSONStream } from '../src/flow/parse-json-stream.ts';
import { median, report } from './machine-line.ts';

type Reader = (path: string) => AsyncIterable<unknown> | Promise<readonly unknown[]>;

const array: Record<string, Reader> = {
  parseJSONStream: (path) => parseJSONStream(createReadStream(path)),
  'stream-json': (path) => createReadStream(path).pipe(streamArray.withParserAsStream()),
  'JSON.parse of the file': async (path) => JSON.parse(readFileSync(path, 'utf8')) as unknown[],
};

const ndjson: Record<string, Reader> = {
  parseJSONStream: (path) => parseJSONStream(createReadStream(path)),
  'stream-json': (path) => createReadStream(path).pipe(jsonlParser.asStream()),
  'readline, JSON.parse': (path) => lines(path),
};

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

/** Records of two sizes: a list entry, and a docket with parties and entries. */
const shapes: Record<string, (i: number) => unknown> = {
  'records of 150 B': (i) => ({
    id: i,
    court: 'akd',
    name: `Party number ${i}`,
    amount: i * 1.5,
    tags: ['a', 'b'],
    nested: { x: i, y: null, text: 'some text here "quoted"' },
  }),
  'records of 9 KB': (i) => ({
    docket_id: i,
    case_name: `Société Générale v. Party ${i}`,
    date_filed: '2009-01-09',
    parties: Array.from({ length: 6 }, (_, k) => ({ name: `Party ${i}-${k}`, role: 'defendant' })),
    docket_entries: Array.from({ length: 25 }, (_, k) => ({
      number: k,
      date_entered: '2009-01-09',
      description:
        `ORDER granting ${k} Motion to Dismiss; (Attachments: # 1 Exhibit A, # 2 "Proposed Order")\n`.repeat(
          3,
        ),
    })),
  }),
};

function* textOfRecords(
  shape: (i: number) => unknown,
  megabytes: number,
  isArray: boolean,
): Generator<string> {
  if (isArray) yield '[';
  for (let i = 0, written = 0; written < megabytes * 1e6; i++) {
    const text = JSON.stringify(shape(i));
    const separator = i === 0 ? '' : isArray ? ',' : '\n';
    written += text.length + 1;
    yield separator + text;
  }
  if (isArray) yield ']';
}

function option(name: string, standard: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? standard : Number(process.argv[at + 1]);
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-bench-'));
  const megabytes = option('megabytes', 100);
  const rounds = option('rounds', 3);
  try {
    const rows = [];
    for (const [shapeName, shape] of Object.entries(shapes)) {
      for (const [format, readers] of Object.entries({ array, ndjson })) {
        const path = join(folder, 'records');
        await pipeline(
          textOfRecords(shape, megabytes, format === 'array'),
          createWriteStream(path),
        );
        rows.push(...compareReaders(`${format}, ${shapeName}`, format, readers, path, rounds));
      }
    }
    report(`Reading ${megabytes} MB, median of ${rounds} rounds`, rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareReaders(
  title: string,
  format: string,
  readers: Record<string, Reader>,
  path: string,
  rounds: number,
): Record<string, string | number>[] {
  const results = new Map<string, Result[]>(Object.keys(readers).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, list] of results) list.push(inChild(format, name, path));
  }
  const speed = (name: string): number =>
    statSync(path).size / 1e6 / median(results.get(name)!.map((one) => one.cpuSeconds));
  return [...results].map(([name, list]) => ({
    reading: title,
    with: name,
    'MB/s of CPU': speed(name).toFixed(0),
    'ours ÷ it': (speed('parseJSONStream') / speed(name)).toFixed(2),
    'growth MB': median(list.map((one) => one.growthMb)).toFixed(0),
    'peak RSS MB': median(list.map((one) => one.peakMb)).toFixed(0),
    records: list[0]!.records,
  }));
}

function inChild(format: string, name: string, path: string): Result {
  const args = [fileURLToPath(import.meta.url), '--child', format, name, path];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  return JSON.parse(stdout) as Result;
}

const child = process.argv.indexOf('--child');
if (child === -1) {
  await compare();
} else {
  const [format, name, path] = process.argv.slice(child + 1);
  const reader = (format === 'array' ? array : ndjson)[name!]!;
  console.log(JSON.stringify(await measure(reader, path!)));
}
