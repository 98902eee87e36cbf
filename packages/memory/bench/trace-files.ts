/**
 * Recorded traces, read as streams: neither a file nor its keys are ever held as a whole. A file is
 * one of
 *   - one key a line;
 *   - `start count x y` a line, as the traces published with ARC: `count` keys from `start` on;
 *   - CSV with a header (name ends with .csv), the keys in the column given.
 */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseCSVStream } from '../src/flow/csv/parse-csv-stream.ts';
import { DistinctCounter } from './distinct-counter.ts';
import type { Trace } from './traces.ts';

type Key = string | number;

const arcLine = /^\d+ \d+ \d+ \d+\s*$/;

/** Traces of a folder, each with a cache of 1 % and of 10 % of its keys, counted to about 1 %. */
export async function traceFiles(folder: string, keyColumn: string): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    const path = join(folder, name);
    const asks = (): AsyncIterable<readonly Key[]> => askedKeys(path, keyColumn);
    const counter = new DistinctCounter();
    for await (const keys of asks()) for (const key of keys) counter.add(String(key));
    for (const share of [0.01, 0.1]) {
      const cacheEntries = Math.max(10, Math.round(counter.estimate() * share));
      traces.push({ name: `${name} at ${share * 100} %`, asks, cacheEntries });
    }
  }
  return traces;
}

async function* askedKeys(path: string, keyColumn: string): AsyncGenerator<Key[]> {
  if (path.endsWith('.csv')) {
    yield* csvKeys(path, keyColumn);
    return;
  }
  let isArc: boolean | undefined;
  for await (const lines of linesOf(path)) {
    isArc ??= arcLine.test(lines[0] ?? '');
    if (!isArc) yield lines;
    else for (const line of lines) yield* arcKeys(line);
  }
}

/** Lines that are not empty, a chunk's worth at a time. */
async function* linesOf(path: string): AsyncGenerator<string[]> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + (chunk as string)).split(/\r?\n/);
    rest = lines.pop()!;
    const full = lines.filter(Boolean);
    if (full.length > 0) yield full;
  }
  if (rest !== '') yield [rest];
}

function* arcKeys(line: string): Generator<Key[]> {
  const [start = 0, count = 0] = line.split(' ').map(Number);
  for (let done = 0; done < count; done += 4096) {
    const length = Math.min(4096, count - done);
    yield Array.from({ length }, (_, i) => start + done + i);
  }
}

async function* csvKeys(path: string, keyColumn: string): AsyncGenerator<Key[]> {
  let keys: Key[] = [];
  const options = { requiredColumns: [keyColumn] };
  for await (const { value, error } of parseCSVStream(createReadStream(path), options)) {
    if (error) throw new Error(`${path}, line ${error.line}: ${error.reason}`);
    keys.push(value[keyColumn]!);
    if (keys.length < 4096) continue;
    yield keys;
    keys = [];
  }
  yield keys;
}
