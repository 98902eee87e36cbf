import { Buffer } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonRecord } from './json-record.ts';
import { parseJSONStream } from './parse-json-stream.ts';
import type { JsonStreamOptions } from './parse-json-stream.ts';

/** Inputs over the properties of this file, made cheaply so that there are many. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 100_000);
const share = (part: number): fc.Parameters<unknown> => ({ numRuns: Math.ceil(runs * part) });

const texts = [
  '',
  'a',
  'é',
  '文😀',
  'a"b',
  'c\\d',
  '[{',
  '},',
  '\n',
  '\u0000',
  '__proto__',
  '\u2028',
  '\ud800',
];
const numbers = [0, -1, 1.5, 1e300, -2.5e-7, 123456789];
const decisions = fc.array(fc.nat(199), { minLength: 1, maxLength: 30 });
const cuts = fc.array(fc.nat(500), { maxLength: 4 });

/** A value that the numbers decide on, and the rest of the numbers. */
function build(picks: number[], depth = 0): unknown {
  const pick = picks.pop() ?? 0;
  const kind = depth > 4 ? pick % 4 : pick % 8;
  if (kind === 0) return [null, true, false][pick % 3];
  if (kind === 1) return numbers[pick % numbers.length];
  if (kind < 4) return texts[pick % texts.length];
  const length = (picks.pop() ?? 0) % 4;
  if (kind < 6) return Array.from({ length }, () => build(picks, depth + 1));
  return Object.fromEntries(
    Array.from({ length }, (_, i) => [texts[(pick + i) % texts.length]!, build(picks, depth + 1)]),
  );
}

function split(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

async function read(
  chunks: Iterable<Buffer>,
  format: JsonStreamOptions['format'],
): Promise<JsonRecord<unknown>[]> {
  const records: JsonRecord<unknown>[] = [];
  for await (const one of parseJSONStream(chunks, { format: format! })) records.push(one);
  return records;
}

function reference(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text, dropPrototype) };
  } catch {
    return null;
  }
}

function dropPrototype(this: unknown, key: string, inner: unknown): unknown {
  return key === '__proto__' && !Array.isArray(this) ? undefined : inner;
}

function demand(isTrue: boolean, text: string, ...seen: unknown[]): void {
  if (!isTrue) throw new Error(`${JSON.stringify(text)} gives ${JSON.stringify(seen)}`);
}

const valuesOf = (records: readonly JsonRecord<unknown>[]): unknown[] =>
  records.map((one) => one.value);

/** What matters to the structure of JSON. */
const pieces = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\n',
  ' ',
  '\\',
  '1',
  'null',
  '"a"',
  '"é":',
  '{"b":2}',
  '[3]',
];
const soup = fc
  .array(fc.nat(pieces.length - 1), { maxLength: 25 })
  .map((picks) => picks.map((i) => pieces[i]).join(''));

describe('reading JSON cut anywhere', { timeout: 120_000 }, () => {
  it('yields what JSON.parse yields of an array', async () => {
    await fc.assert(
      fc.asyncProperty(decisions, fc.nat(2), cuts, async (picks, space, places) => {
        const values = [];
        for (const left = [...picks]; left.length > 0;) values.push(build(left));
        const text = JSON.stringify(values, null, space);
        const records = await read(split(Buffer.from(text), places), 'json');
        demand(isDeepStrictEqual(valuesOf(records), reference(text)!.value), text, records);
      }),
      share(0.25),
    );
  });

  it('yields what JSON.parse yields of each line', async () => {
    await fc.assert(
      fc.asyncProperty(decisions, cuts, async (picks, places) => {
        const lines = [];
        for (const left = [...picks]; left.length > 0;) lines.push(JSON.stringify(build(left)));
        const text = lines.join('\n');
        const records = await read(split(Buffer.from(text), places), 'ndjson');
        const wanted = lines.map((line) => reference(line)!.value);
        demand(isDeepStrictEqual(valuesOf(records), wanted), text, records);
      }),
      share(0.25),
    );
  });

  it('finds a fault in a text exactly where JSON.parse refuses it, the same for every cut', async () => {
    await fc.assert(
      fc.asyncProperty(soup, cuts, async (text, places) => {
        const bytes = Buffer.from(text);
        const whole = await read([bytes], 'json');
        const parts = await read(split(bytes, places), 'json');
        demand(isDeepStrictEqual(parts, whole), text, parts, whole);
        const expected = reference(text);
        const isReadable = typeof expected?.value === 'object' && expected.value !== null;
        demand(whole.some((one) => one.error) === !isReadable, text, whole);
        if (!isReadable) return;
        const found = Array.isArray(expected.value) ? valuesOf(whole) : whole[0]!.value;
        demand(isDeepStrictEqual(found, expected.value), text, whole);
      }),
      share(0.25),
    );
  });

  it('finds a fault in a line exactly where JSON.parse refuses it, the same for every cut', async () => {
    await fc.assert(
      fc.asyncProperty(soup, cuts, async (text, places) => {
        const bytes = Buffer.from(text);
        const whole = await read([bytes], 'ndjson');
        const parts = await read(split(bytes, places), 'ndjson');
        demand(isDeepStrictEqual(parts, whole), text, parts, whole);
        const lines = text.split('\n').filter((line) => /[^ \t\r]/.test(line));
        const wanted = lines.map((line) => reference(line)?.value);
        demand(isDeepStrictEqual(valuesOf(whole), wanted), text, whole);
      }),
      share(0.25),
    );
  });

  it('reads a text at every pair of cuts as it reads it whole', async () => {
    const text = '\ufeff[{"é":"文\\u00e9"},\n {"a":[1,"😀"]}, {bad} ,null]';
    const bytes = Buffer.from(text);
    for (const format of ['json', 'ndjson', 'auto'] as const) {
      const whole = await read([bytes], format);
      for (let a = 0; a <= bytes.length; a++) {
        for (let b = a; b <= bytes.length; b++) {
          const parts = [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)];
          demand(isDeepStrictEqual(await read(parts, format), whole), `${format} ${a} ${b}`);
        }
      }
      expect(whole.filter((one) => one.error)).toHaveLength(format === 'ndjson' ? 2 : 1);
    }
  });
});
