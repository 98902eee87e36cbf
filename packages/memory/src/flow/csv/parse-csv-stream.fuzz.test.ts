import { Buffer } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsvRecord } from './csv-record.ts';
import { parseCSVStream } from './parse-csv-stream.ts';
import { writeCSV } from './write-csv.ts';

/** Inputs that are held against csv-parse, over both properties that do; cuts alone come on top. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 100_000);
const share = (part: number): fc.Parameters<unknown> => ({ numRuns: Math.ceil(runs * part) });

/** What matters to the structure of CSV, characters of every width, and what only looks special. */
const pieces = [
  '"',
  '"',
  '""',
  ',',
  ',',
  '\n',
  '\r\n',
  '\r',
  'a',
  'b c',
  ' ',
  'é',
  '文',
  '😀',
  "'",
  ';',
  '\0',
  '\u2028',
];
const soup = fc
  .array(fc.nat(pieces.length - 1), { maxLength: 40 })
  .map((picks) => picks.map((i) => pieces[i]).join(''));
const cuts = fc.array(fc.nat(200), { maxLength: 4 });

function split(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

async function read(chunks: Iterable<Buffer>): Promise<CsvRecord<string[]>[]> {
  const records: CsvRecord<string[]>[] = [];
  for await (const one of parseCSVStream(chunks, { columns: 'none', ragged: 'accept' }))
    records.push(one);
  return records;
}

interface Reference {
  readonly rows: string[][];
  /** It refused the input behind these rows. */
  readonly isFaulty: boolean;
}

/**
 * csv-parse in the same dialect: any line end in any mix, blank lines passed over, rows of any length.
 * It stops at the first fault, where this reader goes on.
 */
function reference(bytes: Buffer): Reference {
  const rows: string[][] = [];
  try {
    parse(bytes, {
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (row: string[]) => void rows.push(row),
    });
    return { rows, isFaulty: false };
  } catch {
    return { rows, isFaulty: true };
  }
}

function require(isTrue: boolean, text: string, ...seen: unknown[]): void {
  if (!isTrue) throw new Error(`${JSON.stringify(text)} gives ${JSON.stringify(seen)}`);
}

describe('reading CSV cut into chunks anywhere', { timeout: 120_000 }, () => {
  it('yields the rows that csv-parse yields, and a fault where it refuses', async () => {
    await fc.assert(
      fc.asyncProperty(soup, cuts, async (text, places) => {
        const bytes = Buffer.from(text);
        // Zeros at the start tell UTF-16, which ends the reading; csv-parse takes one behind a quote
        // for the end of the input.
        fc.pre(!text.slice(0, 4).includes('\0') && !text.includes('"\0'));
        const records = await read(split(bytes, places));
        const expected = reference(bytes);
        const firstFault = records.findIndex((one) => one.error);
        const before = (firstFault === -1 ? records : records.slice(0, firstFault)).map(
          (one) => one.value,
        );
        require(expected.isFaulty === (firstFault !== -1), text, records, expected);
        require(isDeepStrictEqual(before, expected.rows), text, before, expected.rows);
      }),
      share(0.8),
    );
  });

  it('gives the same records and places for every cut, byte by byte too', async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.uint8Array({ maxLength: 2 }), cuts, async (text, junk, places) => {
        const at = text.length >> 1;
        const bytes = Buffer.concat([
          Buffer.from(text.slice(0, at)),
          junk,
          Buffer.from(text.slice(at)),
        ]);
        const whole = await read([bytes]);
        const parts = await read(split(bytes, places));
        require(isDeepStrictEqual(parts, whole), text, parts, whole);
        const single = await read(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)));
        require(isDeepStrictEqual(single, whole), text, single, whole);
        for (const { byteOffset, line } of whole) {
          const before = bytes.toString('latin1', 0, byteOffset);
          require(line === before.split(/\r\n|\r|\n/).length, text, whole);
        }
      }),
      share(0.2),
    );
  });

  it('reads what was written, as csv-parse does', async () => {
    const field = fc.oneof(soup, fc.string({ unit: 'grapheme', maxLength: 5 }), fc.constant(''));
    const row = fc.array(field, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 5 }),
        cuts,
        fc.boolean(),
        async (rows, places, isShort) => {
          const chunks: Buffer[] = [];
          for await (const chunk of writeCSV(rows, { lineEnd: isShort ? '\n' : '\r\n' }))
            chunks.push(chunk);
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString();
          fc.pre(!text.slice(0, 4).includes('\0'));
          const records = await read(split(bytes, places));
          require(isDeepStrictEqual(
            records.map((one) => one.value),
            rows,
          ), text, records, rows);
          const theirs = reference(bytes);
          require(isDeepStrictEqual(theirs, { rows, isFaulty: false }), text, theirs, rows);
        },
      ),
      share(0.2),
    );
  });

  it('reads an input at every single cut as it reads it whole', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\ufeffé,"文""\r\n😀"\r\n"a"x,"\nb\n\r"",😀\n'),
      Buffer.from([0x61, 0xff, 0x0a]),
      Buffer.from('"c\r'),
    ]);
    const whole = await read([bytes]);
    expect(whole.filter((one) => one.error)).toHaveLength(3);
    for (let a = 0; a <= bytes.length; a++) {
      for (let b = a; b <= bytes.length; b++) {
        const parts = [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)];
        expect(await read(parts), `cut at ${a} and ${b}`).toEqual(whole);
      }
    }
  });
});
