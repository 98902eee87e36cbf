import { Buffer } from 'node:buffer';
import { parseCSVStream } from './csv/parse-csv-stream.ts';
import { parseJSONStream } from './parse-json-stream.ts';

/** Prints how far the process grew while it read inputs far larger than its heap may become. */

const megabyte = 1024 * 1024;
const record = Buffer.from(
  JSON.stringify({ id: 1, name: 'é', text: 'x'.repeat(2000), list: [1, 2] }),
);

function* chunks(count: number, start: string, separator: string, end: string): Generator<Buffer> {
  const next = Buffer.concat([record, Buffer.from(separator)]);
  const block = Buffer.concat(Array.from({ length: 30 }, () => next));
  yield Buffer.from(start);
  for (let i = 0; i < count; i++) yield Buffer.from(block);
  yield Buffer.concat([record, Buffer.from(end)]);
}

/** One record of 300 MB between two small ones. */
function* oversize(): Generator<Buffer> {
  yield Buffer.from('[{"a":1},{"text":"');
  for (let i = 0; i < 300; i++) yield Buffer.alloc(megabyte, 'x');
  yield Buffer.from('"},{"a":3}]');
}

interface Reading {
  readonly records: number;
  readonly faults: number;
  readonly grownMb: number;
}

/** Rows with fields of every kind, and a quote that 50 MB later closes. */
function* rows(): Generator<Buffer> {
  yield Buffer.from('id,name,text\n');
  const row = `1,"Party ""é"", Inc.","${'x'.repeat(2000)}\r\n"\n`;
  const block = Buffer.from(row.repeat(30));
  for (let i = 0; i < 5000; i++) yield Buffer.from(block);
  yield Buffer.from('2,"');
  for (let i = 0; i < 50; i++) yield Buffer.alloc(megabyte, 'x');
  yield Buffer.from('",b\n3,a,b\n');
}

async function read(open: () => AsyncIterable<{ readonly error?: unknown }>): Promise<Reading> {
  globalThis.gc!();
  const startMb = process.memoryUsage.rss() / megabyte;
  let peakMb = startMb;
  let records = 0;
  let faults = 0;
  for await (const { error } of open()) {
    if (error) faults++;
    else records++;
    if (records % 1000 === 0) peakMb = Math.max(peakMb, process.memoryUsage.rss() / megabyte);
  }
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / megabyte);
  return { records, faults, grownMb: peakMb - startMb };
}

const maxItemBytes = megabyte;
await read(() => parseJSONStream(chunks(200, '[', ',', ']')));
console.log(
  JSON.stringify({
    array: await read(() => parseJSONStream(chunks(5000, '[', ',', ']'))),
    lines: await read(() => parseJSONStream(chunks(5000, '', '\n', ''))),
    oversize: await read(() => parseJSONStream(oversize(), { maxItemBytes })),
    rows: await read(() => parseCSVStream(rows(), { maxItemBytes })),
  }),
);
