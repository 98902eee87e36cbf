import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { describe, expect, it, test } from 'vitest';
import type { JsonFaultCode } from './json-fault.ts';
import type { JsonRecord } from './json-record.ts';
import { parseJSONStream } from './parse-json-stream.ts';
import type { JsonStreamOptions } from './parse-json-stream.ts';

async function read(
  input: string | Buffer | Iterable<Buffer>,
  options?: JsonStreamOptions,
): Promise<JsonRecord<unknown>[]> {
  const source = typeof input === 'string' || Buffer.isBuffer(input) ? [Buffer.from(input)] : input;
  const records: JsonRecord<unknown>[] = [];
  for await (const record of parseJSONStream(source, options)) records.push(record);
  return records;
}

/** Short form: the value, or the code and the place of the fault. */
function brief(records: JsonRecord<unknown>[]): unknown[] {
  return records.map(({ index, value, error }) =>
    error ? [index, error.code, error.byteOffset, error.line] : value,
  );
}

describe('reading records', () => {
  it('gives index, place and line of each', async () => {
    expect(await read('[\n {"a":1},\n {"b":2}\n]')).toEqual([
      { index: 0, byteOffset: 3, line: 2, value: { a: 1 } },
      { index: 1, byteOffset: 13, line: 3, value: { b: 2 } },
    ]);
  });

  test.each<[string, string, JsonStreamOptions, unknown[]]>([
    ['one object', '{"a":1}', {}, [{ a: 1 }]],
    ['one object over lines', '{\n "a": 1\n}\n', {}, [{ a: 1 }]],
    ['an array', ' [ {"a":1} , {"a":2} ] ', {}, [{ a: 1 }, { a: 2 }]],
    ['an empty array', '[]', {}, []],
    ['NDJSON', '{"a":1}\n{"a":2}\r\n\n{"a":3}', {}, [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['NDJSON told by its type', '{"a":1}\n', { contentType: 'application/x-ndjson' }, [{ a: 1 }]],
    ['NDJSON of arrays by option', '[1]\n[2]', { format: 'ndjson' }, [[1], [2]]],
    ['a byte order mark', '\ufeff{"a":1}', {}, [{ a: 1 }]],
    ['a byte order mark before lines', '\ufeff{"a":1}\n{"a":2}', {}, [{ a: 1 }, { a: 2 }]],
    ['an empty NDJSON', '\n \n', { format: 'ndjson' }, []],
  ])('takes %s', async (_title, text, options, values) => {
    const records = await read(text, options);
    expect(records.map((record) => record.value)).toEqual(values);
    expect(records.every((record) => record.error === undefined)).toBe(true);
  });

  it('counts places from the first byte, byte order mark included', async () => {
    const [record] = await read('\ufeff\n{"a":1}');
    expect(record).toMatchObject({ byteOffset: 4, line: 2 });
  });

  it('reads streams of Node and of the web', async () => {
    const bytes = Buffer.from('[{"a":"é"},{"a":"文"}]');
    const node = Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]);
    const web = new Blob([bytes]).stream();
    for (const source of [node, web]) {
      const values = [];
      for await (const record of parseJSONStream(source)) values.push(record.value);
      expect(values).toEqual([{ a: 'é' }, { a: '文' }]);
    }
  });

  it.each(['[{"a":1}', '{"a":1}\n'])(
    'gives the first record of %s… before the source goes on',
    async (start) => {
      async function* source(): AsyncGenerator<Buffer> {
        yield Buffer.from(start);
        await new Promise(() => {});
      }
      const { value } = await parseJSONStream(source()).next();
      expect(value).toMatchObject({ index: 0, value: { a: 1 } });
    },
  );

  it('takes NDJSON whose first line is longer than the detection looks', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(100_000) });
    expect((await read(`${long}\n{"a":2}\n{"a":3}`)).slice(1)).toEqual([
      { index: 1, byteOffset: long.length + 1, line: 2, value: { a: 2 } },
      { index: 2, byteOffset: long.length + 9, line: 3, value: { a: 3 } },
    ]);
  });
});

describe('a bad record', () => {
  test.each<[string, string, unknown[]]>([
    [
      'of an array is passed over',
      '[{"a":1}, {bad}, {"a":3}]',
      [{ a: 1 }, [1, 'JSON_SYNTAX', 11, 1], { a: 3 }],
    ],
    [
      'with a bracket missing ends with its own',
      '[{"a":[1}, {"a":2}]',
      [[0, 'JSON_SYNTAX', 8, 1], { a: 2 }],
    ],
    [
      'with a bracket too many ends at the comma',
      '[{"a":1}}, {"a":2}]',
      [{ a: 1 }, [0, 'JSON_SYNTAX', 8, 1], { a: 2 }],
    ],
    ['is told once', '[{bad}}x, {"a":2}]', [[0, 'JSON_SYNTAX', 2, 1], { a: 2 }]],
    [
      'that is missing is told',
      '[{"a":1},,{"a":3},]',
      [{ a: 1 }, [1, 'JSON_SYNTAX', 9, 1], { a: 3 }, [3, 'JSON_SYNTAX', 18, 1]],
    ],
    [
      'without its comma is told',
      '[{"a":1} {"a":2}, {"a":3}]',
      [{ a: 1 }, [0, 'JSON_SYNTAX', 9, 1], { a: 3 }],
    ],
    [
      'of a line is passed over',
      '{"a":1}\n{"a":\n{"a":3}',
      [{ a: 1 }, [1, 'JSON_SYNTAX', 13, 2], { a: 3 }],
    ],
    [
      'on the first line is passed over',
      '{"a":"x\n{"a":2}\n',
      [[0, 'JSON_SYNTAX', 7, 1], { a: 2 }],
    ],
    [
      'is placed by its own line',
      '[{"a":1},\n{"a":\n\n x}]',
      [{ a: 1 }, [1, 'JSON_SYNTAX', 18, 4]],
    ],
  ])('%s', async (_title, text, expected) => {
    expect(brief(await read(text))).toEqual(expected);
  });

  it('is placed also when it is cut by chunks', async () => {
    const bytes = Buffer.from('[{"a":1},\n{"a":\n\n x},{"a":2}]');
    const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    expect(brief(await read(single))).toEqual([{ a: 1 }, [1, 'JSON_SYNTAX', 18, 4], { a: 2 }]);
  });

  it('says what was expected and never quotes the input', async () => {
    const [record] = await read('[{"secret": nope}]');
    expect(record?.error).toEqual({
      code: 'JSON_SYNTAX',
      reason: 'expected a value',
      byteOffset: 13,
      line: 1,
    });
  });

  it('that is not UTF-8 is placed at its first wrong byte, and the next is read', async () => {
    const bytes = Buffer.concat([
      Buffer.from('[{"a":"x'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"},{"a":2}]'),
    ]);
    expect(brief(await read(bytes))).toEqual([[0, 'JSON_ENCODING', 8, 1], { a: 2 }]);
  });

  it.each([
    ['a byte that begins nothing', [0xff]],
    ['a byte that goes on with nothing', [0x80]],
    ['an overlong zero', [0xc0, 0x80]],
    ['half of a pair', [0xed, 0xa0, 0x80]],
    ['a character beyond the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a character that is cut off', [0xe2, 0x82]],
  ])(
    'that is not UTF-8 is found beside characters that may stand for it: %s',
    async (_title, bad) => {
      const text = (middle: Buffer): Buffer =>
        Buffer.concat([Buffer.from('{"a":"\uFFFD'), middle, Buffer.from('"}\n')]);
      const bytes = Buffer.concat([text(Buffer.alloc(0)), text(Buffer.from(bad))]);
      const records = await read(bytes, { format: 'ndjson' });
      expect(brief(records)).toEqual([{ a: '\uFFFD' }, [1, 'JSON_ENCODING', 21, 2]]);
    },
  );

  it('that is nested too deep is told, and the next is read', async () => {
    const deep = '['.repeat(50) + ']'.repeat(50);
    const text = `[${deep},{"a":2}]`;
    expect(brief(await read(text, { maxDepth: 49 }))).toEqual([
      [0, 'JSON_TOO_DEEP', 1, 1],
      { a: 2 },
    ]);
    expect(brief(await read(text, { maxDepth: 50 }))).toEqual([JSON.parse(deep), { a: 2 }]);
    const lines = { format: 'ndjson', maxDepth: 49 } as const;
    expect(brief(await read(`${deep}\n{"a":"[[["}`, lines))).toEqual([
      [0, 'JSON_TOO_DEEP', 0, 1],
      { a: '[[[' },
    ]);
  });

  it('nested a million deep is told and harms nothing', async () => {
    const text = `[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)},{"a":2}]`;
    expect(brief(await read(text))).toEqual([[0, 'JSON_TOO_DEEP', 1, 1], { a: 2 }]);
  });
});

describe('a record larger than maxItemBytes', () => {
  const large = { text: 'x'.repeat(5000) };
  const chunksOf = (text: string): Buffer[] =>
    Array.from({ length: Math.ceil(text.length / 700) }, (_, i) =>
      Buffer.from(text.slice(i * 700, (i + 1) * 700)),
    );

  test.each<[string, string, JsonStreamOptions, number]>([
    ['in an array', JSON.stringify([{ a: 1 }, large, { a: 3 }]), {}, 9],
    ['on a line', [{ a: 1 }, large, { a: 3 }].map((one) => JSON.stringify(one)).join('\n'), {}, 8],
  ])('%s is told and passed over, cut by chunks or not', async (_title, text, options, at) => {
    for (const chunks of [[Buffer.from(text)], chunksOf(text)]) {
      const records = brief(await read(chunks, { ...options, maxItemBytes: 2000 }));
      expect((records[1] as unknown[]).slice(0, 3)).toEqual([1, 'JSON_TOO_LARGE', at]);
      expect([records[0], records[2]]).toEqual([{ a: 1 }, { a: 3 }]);
    }
  });

  it('is read when it is exactly as large', async () => {
    const size = JSON.stringify(large).length;
    for (const chunks of [[Buffer.from(JSON.stringify(large))], chunksOf(JSON.stringify(large))]) {
      expect(brief(await read(chunks, { maxItemBytes: size }))).toEqual([large]);
      expect(brief(await read(chunks, { maxItemBytes: size - 1 }))).toEqual([
        [0, 'JSON_TOO_LARGE', 0, 1],
      ]);
    }
  });
});

describe('input that is wrong as a whole', () => {
  test.each<[string, string, JsonStreamOptions, JsonFaultCode, string]>([
    ['is empty', '', {}, 'JSON_EMPTY', 'holds no value'],
    ['is blank', ' \n ', {}, 'JSON_EMPTY', 'holds no value'],
    ['is a number', '17', {}, 'JSON_TOP_LEVEL', 'expected an object or an array'],
    ['is HTML', '<html></html>', {}, 'JSON_TOP_LEVEL', 'expected an object or an array'],
    ['ends in an object', '{"a":[1,2', {}, 'JSON_TRUNCATED', 'unexpected end'],
    ['ends in a string', '{"a":"xy', {}, 'JSON_TRUNCATED', 'unexpected end'],
    ['ends in an array', '[{"a":1}', {}, 'JSON_TRUNCATED', 'the array is not closed'],
    ['ends after a comma', '[{"a":1},', {}, 'JSON_TRUNCATED', 'the array is not closed'],
    ['ends in a number', '[12', {}, 'JSON_TRUNCATED', 'the array is not closed'],
    ['ends in a line', '{"a":1}\n{"a":', {}, 'JSON_TRUNCATED', 'unexpected end'],
    ['goes on after the object', '{"a":1} x', {}, 'JSON_TRAILING', 'after the end'],
    ['goes on after the array', '[{"a":1}] [2]', {}, 'JSON_TRAILING', 'after the end'],
    [
      'is two objects as json',
      '{"a":1}\n{"a":2}',
      { format: 'json' },
      'JSON_TRAILING',
      'after the end',
    ],
  ])('%s', async (_title, text, options, code, reason) => {
    const records = await read(text, options);
    const faults = records.filter((record) => record.error);
    expect(faults).toHaveLength(1);
    expect(faults[0]!.error).toMatchObject({ code });
    expect(faults[0]!.error!.reason).toContain(reason);
    expect(records.at(-1)).toBe(faults[0]);
  });

  test.each<[string, Buffer, string]>([
    ['little-endian with mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'UTF-16'],
    ['little-endian without mark', Buffer.from('{"a":1}', 'utf16le'), 'UTF-16'],
    ['big-endian with mark', Buffer.from('\ufeff{"a":1}', 'utf16le').swap16(), 'UTF-16'],
    ['big-endian without mark', Buffer.from('[{"a":1}]', 'utf16le').swap16(), 'UTF-16'],
    ['of four bytes', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), 'UTF-32'],
  ])('names an encoding that is not UTF-8: %s', async (_title, bytes, name) => {
    const records = await read(bytes);
    expect(records).toHaveLength(1);
    expect(records[0]!.error).toMatchObject({ code: 'JSON_ENCODING', byteOffset: 0 });
    expect(records[0]!.error!.reason).toContain(name);
  });
});

describe('names that could poison prototypes', () => {
  test.each([
    '{"__proto__":{"polluted":1},"a":1}',
    '{"__proto__":{"polluted":1},"__proto__":{"polluted":2},"a":1}',
    '{"\\u005f_proto__":{"polluted":1},"a":1}',
    '{"\\u005F\\u005F\\u0070roto__":{"polluted":1},"a":1}',
  ])('are taken out: %s', async (text) => {
    const [record] = await read(text);
    expect(record!.value).toEqual({ a: 1 });
    expect(Object.hasOwn(record!.value as object, '__proto__')).toBe(false);
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(record!.value as object)) copy[key] = inner;
    expect(copy['polluted']).toBeUndefined();
  });

  it('are taken out of inner objects and arrays too', async () => {
    const [record] = await read('{"list":[{"__proto__":1,"b":{"__proto__":2,"c":3}}]}');
    expect(JSON.stringify(record!.value)).toBe('{"list":[{"b":{"c":3}}]}');
  });
});

describe('the source', () => {
  it('is closed when the loop is left, and the account is empty again', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.from('{"a":1}\n{"a":2}\n');
      } finally {
        isClosed = true;
      }
    }
    const account = new CountingAccount();
    for await (const record of parseJSONStream(source(), { account, format: 'ndjson' })) {
      expect(account.usedBytes).toBeGreaterThan(0);
      if (record.index === 100) break;
    }
    expect([isClosed, account.usedBytes]).toEqual([true, 0]);
  });

  it('hands its error on, after the records before it', async () => {
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":1}\n{"a"');
      throw new Error('connection lost');
    }
    const account = new CountingAccount();
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const record of parseJSONStream(source(), { account, format: 'ndjson' }))
        seen.push(record.value);
    })();
    await expect(reading).rejects.toThrowError('connection lost');
    expect([seen, account.usedBytes]).toEqual([[{ a: 1 }], 0]);
  });

  it('that hangs is left when the signal aborts', async () => {
    const abort = new AbortController();
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"a":1}\n');
      await new Promise(() => {});
    }
    const reading = (async () => {
      for await (const record of parseJSONStream(source(), {
        signal: abort.signal,
        format: 'ndjson',
      })) {
        expect(record.value).toEqual({ a: 1 });
        abort.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrowError('enough');
  });

  it('must give bytes', async () => {
    const source = Readable.from(['{"a":1}']);
    await expect(parseJSONStream(source as never).next()).rejects.toMatchObject({
      code: 'FLOW_SOURCE_NOT_BYTES',
    });
  });

  test.each([{ maxItemBytes: 0 }, { maxItemBytes: 1.5 }, { maxDepth: -1 }])(
    'is not read with %o',
    async (options) => {
      await expect(read('{}', options)).rejects.toMatchObject({ code: 'FLOW_OPTION_INVALID' });
    },
  );
});

/** An account that grants within `limitBytes` and otherwise waits for `open`. */
class CountingAccount {
  usedBytes = 0;
  peakBytes = 0;
  waits = 0;
  limitBytes = Infinity;
  outcome: { ok: true } | { ok: false; refusal: never } = { ok: true };
  grow(bytes: number): boolean {
    if (this.usedBytes + bytes > this.limitBytes) return false;
    this.usedBytes += bytes;
    this.peakBytes = Math.max(this.peakBytes, this.usedBytes);
    return true;
  }
  shrink(bytes: number): void {
    this.usedBytes -= bytes;
  }
  async reserve(bytes: number): Promise<typeof this.outcome> {
    this.waits++;
    if (this.outcome.ok) this.usedBytes += bytes;
    return this.outcome;
  }
}

describe('memory', () => {
  it('waits while the account refuses, then goes on', async () => {
    const account = new CountingAccount();
    account.limitBytes = 20;
    const text = Array.from({ length: 50 }, (_, i) => JSON.stringify({ i })).join('\n');
    const records = await read([Buffer.from(text)], { account });
    expect(records.map((record) => record.value)).toEqual(
      Array.from({ length: 50 }, (_, i) => ({ i })),
    );
    expect(account.waits).toBeGreaterThan(0);
    expect(account.usedBytes).toBe(0);
  });

  it('ends with the refusal when waiting was in vain', async () => {
    const account = new CountingAccount();
    account.limitBytes = 2;
    const refusal = { detail: 'pool stream holds 5 of 5 bytes' } as never;
    account.outcome = { ok: false, refusal };
    await expect(read('{"a":1}', { account })).rejects.toMatchObject({
      code: 'FLOW_MEMORY_REFUSED',
      cause: refusal,
      message: expect.stringContaining('5 of 5'),
    });
    expect(account.usedBytes).toBe(0);
  });

  it('does not grow with the input', async () => {
    const account = new CountingAccount();
    const line = Buffer.from(`${JSON.stringify({ text: 'x'.repeat(1000) })}\n`.repeat(50));
    function* source(): Generator<Buffer> {
      for (let i = 0; i < 200; i++) yield line;
    }
    let count = 0;
    for await (const record of parseJSONStream(source(), { account, format: 'ndjson' })) {
      if (!record.error) count++;
    }
    expect(count).toBe(10_000);
    expect(account.peakBytes).toBeLessThan(4 * line.length);
  });
});
