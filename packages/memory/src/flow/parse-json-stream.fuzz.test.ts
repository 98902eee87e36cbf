import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGrammarFault } from './json-grammar.ts';
import type { JsonRecord } from './json-record.ts';
import { parseJSONStream } from './parse-json-stream.ts';
import type { JsonStreamOptions } from './parse-json-stream.ts';
import { findUtf8Fault } from './utf8-fault.ts';

/** Cases over all properties of this file; the long run of the pipeline raises it. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000);

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 });
const indent = fc.constantFrom<string | number | undefined>(undefined, 1, '\t', '\r\n ');
/** Values of every kind, with texts of every width so that characters are cut by chunks. */
const value = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
const record = fc.oneof(
  value,
  fc.dictionary(fc.string({ unit: 'grapheme' }), value, { maxKeys: 6 }),
);

function split(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = places.map((place) => Math.floor(place * (bytes.length + 1))).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

async function read(
  chunks: Iterable<Buffer>,
  options?: JsonStreamOptions,
): Promise<JsonRecord<unknown>[]> {
  const records: JsonRecord<unknown>[] = [];
  for await (const one of parseJSONStream(chunks, options)) records.push(one);
  return records;
}

/** What `JSON.parse` says of a text, less the keys that the reader takes out. */
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

/** Damages a text: characters that matter to the structure put in, or a stretch taken out. */
const damage = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(...'{}[]",:\\ \n\t1x-.eu\u0000', ''),
    fc.nat(3),
  ),
  { minLength: 1, maxLength: 3 },
);

function damaged(text: string, changes: readonly (readonly [number, string, number])[]): string {
  return changes.reduce((changed, [place, put, take]) => {
    const at = Math.floor(place * changed.length);
    return changed.slice(0, at) + put + changed.slice(at + take);
  }, text);
}

const share = (part: number): fc.Parameters<unknown> => ({ numRuns: Math.ceil(runs * part) });

describe('reading JSON cut into chunks anywhere', { timeout: 120_000 }, () => {
  it('yields the elements of an array as JSON.parse does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record), indent, cuts, async (values, space, places) => {
        const text = JSON.stringify(values, null, space);
        const records = await read(split(Buffer.from(text), places), { format: 'json' });
        expect(records.map((one) => one.value)).toEqual(reference(text)!.value);
        expect(records.map((one) => one.index)).toEqual(values.map((_, i) => i));
        for (const one of records) {
          const before = Buffer.from(text).subarray(0, one.byteOffset).toString();
          expect(one.line).toBe(before.split('\n').length);
        }
      }),
      share(0.25),
    );
  });

  it('yields one object as JSON.parse does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), value),
        indent,
        cuts,
        async (object, space, places) => {
          const text = JSON.stringify(object, null, space);
          const records = await read(split(Buffer.from(text), places));
          expect(records).toHaveLength(1);
          expect(records[0]?.value).toEqual(reference(text)!.value);
        },
      ),
      share(0.1),
    );
  });

  it('yields the lines of NDJSON as JSON.parse does', async () => {
    const ends = fc.constantFrom('\n', '\r\n', '\n\n', ' \n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(record),
        ends,
        fc.boolean(),
        cuts,
        async (values, end, isEnded, places) => {
          const text = values.map((one) => JSON.stringify(one)).join(end) + (isEnded ? end : '');
          const records = await read(split(Buffer.from(text), places), { format: 'ndjson' });
          const wanted = values.map((one) => reference(JSON.stringify(one))!.value);
          expect(records.map((one) => one.value)).toEqual(wanted);
        },
      ),
      share(0.15),
    );
  });

  it('finds a fault exactly where JSON.parse refuses, the same for every cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record),
        indent,
        damage,
        cuts,
        async (values, space, changes, places) => {
          const text = damaged(JSON.stringify(values, null, space), changes);
          const bytes = Buffer.from(text);
          const whole = await read([bytes], { format: 'json' });
          expect(await read(split(bytes, places), { format: 'json' })).toEqual(whole);
          const expected = reference(bytes.toString());
          const isReadable = typeof expected?.value === 'object' && expected.value !== null;
          const hasFault = whole.some((one) => one.error);
          expect(hasFault, text).toBe(!isReadable);
          if (isReadable) {
            const found = whole.map((one) => one.value);
            expect(Array.isArray(expected.value) ? found : found[0]).toEqual(expected.value);
          }
        },
      ),
      share(0.25),
    );
  });

  it('finds faulty lines exactly where JSON.parse refuses one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record), damage, cuts, async (values, changes, places) => {
        const text = damaged(values.map((one) => JSON.stringify(one)).join('\n'), changes);
        // Zeros at the start tell UTF-16, which ends the reading.
        fc.pre(!text.slice(0, 4).includes('\0'));
        const records = await read(split(Buffer.from(text), places), { format: 'ndjson' });
        const lines = text.split('\n').filter((line) => /[^ \t\r]/.test(line));
        expect(records.map((one) => one.error === undefined)).toEqual(
          lines.map((line) => reference(line) !== null),
        );
      }),
      share(0.15),
    );
  });

  it('gives the same records byte by byte, with the format detected', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record), damage, fc.boolean(), async (values, changes, isLines) => {
        const clean = isLines
          ? values.map((one) => JSON.stringify(one)).join('\n')
          : JSON.stringify(values);
        const bytes = Buffer.from(damaged(clean, changes));
        const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
        expect(await read(single)).toEqual(await read([bytes]));
      }),
      share(0.1),
    );
  });
});

describe('locating a fault', () => {
  it('agrees with JSON.parse on every text', () => {
    fc.assert(
      fc.property(record, indent, damage, (one, space, changes) => {
        const text = damaged(JSON.stringify(one, null, space), changes);
        const bytes = Buffer.from(text);
        expect(findGrammarFault(bytes) === null, text).toBe(reference(bytes.toString()) !== null);
      }),
      share(0.3),
    );
  });

  it('agrees with a fatal decoder on every sequence of bytes', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .tuple(
          fc.string({ unit: 'binary' }),
          fc.uint8Array({ maxLength: 3 }),
          fc.string({ unit: 'binary' }),
        )
        .map(([a, b, c]) => new Uint8Array(Buffer.concat([Buffer.from(a), b, Buffer.from(c)]))),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const at = findUtf8Fault(given);
        if (at === -1) decoder.decode(given);
        else {
          expect(() => decoder.decode(given)).toThrow();
          decoder.decode(given.subarray(0, at));
        }
      }),
      share(0.3),
    );
  });
});
