import { Buffer } from 'node:buffer';
import { parseJSONStream } from './parse-json-stream.ts';
import type { JsonStreamOptions } from './parse-json-stream.ts';

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

async function read(source: Iterable<Buffer>, options: JsonStreamOptions): Promise<Reading> {
  globalThis.gc!();
  const startMb = process.memoryUsage.rss() / megabyte;
  let peakMb = startMb;
  let records = 0;
  let faults = 0;
  for await (const { error } of parseJSONStream(source, options)) {
    if (error) faults++;
    else records++;
    if (records % 1000 === 0) peakMb = Math.max(peakMb, process.memoryUsage.rss() / megabyte);
  }
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / megabyte);
  return { records, faults, grownMb: peakMb - startMb };
}

await read(chunks(200, '[', ',', ']'), {});
console.log(
  JSON.stringify({
    array: await read(chunks(5000, '[', ',', ']'), {}),
    lines: await read(chunks(5000, '', '\n', ''), {}),
    oversize: await read(oversize(), { maxItemBytes: megabyte }),
  }),
);
