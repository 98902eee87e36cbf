import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { describe, expect, it, test } from 'vitest';
import { Ledger } from '../../governor/ledger.ts';
import { FakeClock } from '../../fake-clock.ts';
import { flowLimits } from '../flow.limits.ts';
import type { CsvRecord } from './csv-record.ts';
import { parseCSVStream } from './parse-csv-stream.ts';
import type { CsvStreamOptions } from './parse-csv-stream.ts';

type Value = string[] | Record<string, string>;

async function read(
  input: string | Buffer | Iterable<Buffer>,
  options: CsvStreamOptions = {},
): Promise<CsvRecord<Value>[]> {
  const source = typeof input === 'string' || Buffer.isBuffer(input) ? [Buffer.from(input)] : input;
  const records: CsvRecord<Value>[] = [];
  for await (const record of parseCSVStream(source, options)) records.push(record);
  return records;
}

const rows = (input: string | Buffer, options: CsvStreamOptions = {}): Promise<unknown[]> =>
  read(input, { columns: 'none', ragged: 'accept', ...options }).then(brief);

/** Short form: the value, or the code and the place of the fault. */
function brief(records: CsvRecord<Value>[]): unknown[] {
  return records.map(({ value, error }) => value ?? [error!.code, error!.byteOffset, error!.line]);
}

describe('reading rows', () => {
  it('gives index, place and line of each, by the names of the header', async () => {
    expect(await read('id,name\r\n1,"Ä, B"\r\n\r\n2,"x\ny"\r\n3,z')).toEqual([
      { index: 0, byteOffset: 9, line: 2, value: { id: '1', name: 'Ä, B' } },
      { index: 1, byteOffset: 22, line: 4, value: { id: '2', name: 'x\ny' } },
      { index: 2, byteOffset: 31, line: 6, value: { id: '3', name: 'z' } },
    ]);
  });

  test.each<[string, string, unknown[]]>([
    [
      'fields',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['CRLF', 'a\r\nb\r\n', [['a'], ['b']]],
    ['CR', 'a\rb\r', [['a'], ['b']]],
    ['line ends in a mix', 'a\nb\r\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    ['blank lines', '\n\r\n\ra\n\n\r\r\nb\n\n', [['a'], ['b']]],
    ['nothing', '', []],
    [
      'empty fields',
      ',\n,,\n"",',
      [
        ['', ''],
        ['', '', ''],
        ['', ''],
      ],
    ],
    ['an empty field in quotes', '""', [['']]],
    ['the delimiter in quotes', '"a,b",c', [['a,b', 'c']]],
    ['line ends in quotes', '"a\r\nb\nc\rd"\n', [['a\r\nb\nc\rd']]],
    ['doubled quotes', '"a""b","""",""""""', [['a"b', '"', '""']]],
    ['spaces as they are', ' a , b \n', [[' a ', ' b ']]],
    [
      'characters of every width',
      'é,文,😀x\n"é""文","😀",y\n',
      [
        ['é', '文', '😀x'],
        ['é"文', '😀', 'y'],
      ],
    ],
    ['a byte order mark', '\ufeffa,b', [['a', 'b']]],
    ['a byte order mark before quotes', '\ufeff"a",b', [['a', 'b']]],
  ])('takes %s, however it is cut', async (_title, text, wanted) => {
    const bytes = Buffer.from(text);
    expect(await rows(bytes)).toEqual(wanted);
    for (let at = 1; at < bytes.length; at++) {
      const cut = [bytes.subarray(0, at), bytes.subarray(at)];
      const records = await read(cut, { columns: 'none', ragged: 'accept' });
      expect(brief(records), `cut at ${at}`).toEqual(wanted);
    }
  });

  test.each([';', '\t', '|', ' '])('takes %j as the delimiter', async (delimiter) => {
    const text = `a${delimiter}"x${delimiter}y"\n1,2${delimiter}3`;
    const [first, second] = await rows(text, { delimiter });
    expect([first, second]).toEqual([
      ['a', `x${delimiter}y`],
      ['1,2', '3'],
    ]);
  });

  it('takes names from the options and then no header', async () => {
    expect(brief(await read('1,2', { columns: ['a', 'b'] }))).toEqual([{ a: '1', b: '2' }]);
  });

  it('takes a row of more fields than places were prepared for', async () => {
    const wide = Array.from({ length: 3000 }, (_, i) => `${i}`);
    expect(await rows(`${wide.join(',')}\n${wide.join(',')}`)).toEqual([wide, wide]);
  });

  it('reads streams of Node and of the web', async () => {
    const bytes = Buffer.from('a\né\n文');
    for (const source of [
      Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]),
      new Blob([bytes]).stream(),
    ]) {
      const values = [];
      for await (const { value } of parseCSVStream(source)) values.push(value);
      expect(values).toEqual([{ a: 'é' }, { a: '文' }]);
    }
  });

  it('gives the first row before the source goes on', async () => {
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b\n1,2\n3,');
      await new Promise(() => {});
    }
    const { value } = await parseCSVStream(source()).next();
    expect(value).toMatchObject({ value: { a: '1', b: '2' } });
  });
});

describe('names of columns', () => {
  it('cannot reach a prototype', async () => {
    const [record] = await read('__proto__,constructor,a\nx,y,z');
    expect(record?.value).toEqual({ constructor: 'y', a: 'z' });
    expect(Object.getPrototypeOf(record?.value)).toBe(Object.prototype);
  });

  test.each<[string, string, CsvStreamOptions, string, number]>([
    ['that are equal', 'a,b,a\n1,2,3', {}, 'columns 1 and 3 have the same name', 0],
    ['that are empty', '\na,,c\n1,2,3', {}, 'column 2 has no name', 1],
    [
      'that are missing',
      'a,b\n1,2',
      { requiredColumns: ['a', 'date'] },
      'there is no column "date"',
      0,
    ],
    ['in an empty input', '\n\n', {}, 'the input holds no header row', 0],
  ])(
    '%s end the reading with one clear fault',
    async (_title, text, options, reason, byteOffset) => {
      const records = await read(text, options);
      expect(records).toHaveLength(1);
      expect(records[0]?.error).toMatchObject({ code: 'CSV_HEADER', reason, byteOffset });
    },
  );

  it('that cannot be read end the reading too', async () => {
    expect(brief(await read('a,"b"x\n1,2'))).toEqual([['CSV_QUOTE', 5, 1]]);
    expect(brief(await read(Buffer.from('a,\xff\n1,2', 'latin1')))).toEqual([
      ['CSV_ENCODING', 2, 1],
    ]);
  });
});

describe('a bad row', () => {
  test.each<[string, string, unknown[]]>([
    ['with a quote inside a field', 'a\nx"y\nb', [['a'], ['CSV_QUOTE', 3, 2], ['b']]],
    [
      'with text behind a quote',
      '"a"b,"c\nd"\ne',
      [['CSV_QUOTE', 3, 1], ['CSV_QUOTE', 9, 2], ['e']],
    ],
    ['whose quote never closes', 'a\n"b\nc', [['a'], ['CSV_TRUNCATED', 2, 2]]],
    ['counts its lines', '"a\r\nb"x\r\n"c"', [['CSV_QUOTE', 6, 2], ['c']]],
  ])('%s is told and the rest goes on', async (_title, text, wanted) => {
    expect(await rows(text)).toEqual(wanted);
  });

  it('of another encoding is told with the place of the byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from('é\n"é\nb'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"\né\n'),
    ]);
    expect(await rows(bytes)).toEqual([['é'], ['CSV_ENCODING', 8, 3], ['é']]);
  });

  it('of a UTF-16 file ends the reading', async () => {
    const records = await read(Buffer.from('\ufeffa,b\n1,2', 'utf16le'));
    expect(brief(records)).toEqual([['CSV_ENCODING', 0, 1]]);
  });

  it('with another number of fields is told, or filled', async () => {
    const text = 'a,b\n1\n1,2\n1,2,3\n';
    const [short, long] = [
      ['CSV_ROW_LENGTH', 4, 2],
      ['CSV_ROW_LENGTH', 10, 4],
    ];
    expect(brief(await read(text))).toEqual([short, { a: '1', b: '2' }, long]);
    expect(brief(await read(text, { ragged: 'fill' }))).toEqual([
      { a: '1', b: '' },
      { a: '1', b: '2' },
      long,
    ]);
    const arrays = await read(text, { columns: 'none', ragged: 'fill' });
    expect(brief(arrays)).toEqual([['a', 'b'], ['1', ''], ['1', '2'], long]);
  });

  it('beyond a bound is told and not held', async () => {
    const text = `a\n${'x'.repeat(50)},1\n"${'y'.repeat(50)}\n",2\nb`;
    const field = await rows(text, { maxFieldBytes: 49 });
    expect(field).toEqual([['a'], ['CSV_TOO_LARGE', 2, 2], ['CSV_TOO_LARGE', 56, 4], ['b']]);
    const whole = await rows(text, { maxItemBytes: 20 });
    expect(whole).toEqual([['a'], ['CSV_TOO_LARGE', 2, 2], ['CSV_TOO_LARGE', 55, 3], ['b']]);
    const many = await rows('a\nb,c,d\n"e",f\n', { maxColumns: 2 });
    expect(many).toEqual([['a'], ['CSV_TOO_MANY_COLUMNS', 6, 2], ['e', 'f']]);
  });

  it('of any size takes no more memory than its bound', async () => {
    let heldBytes = 0;
    let mostBytes = 0;
    const account = {
      grow: (bytes: number) => {
        mostBytes = Math.max(mostBytes, (heldBytes += bytes));
        return true;
      },
      shrink: (bytes: number) => void (heldBytes -= bytes),
      reserve: async () => ({ ok: true }) as const,
    };
    function* source(): Generator<Buffer> {
      yield Buffer.from('a\n"');
      for (let i = 0; i < 1000; i++) yield Buffer.alloc(10_000, 'x');
      yield Buffer.from('"\nb');
    }
    const records = await read(source(), { columns: 'none', maxItemBytes: 20_000, account });
    expect(brief(records)).toEqual([['a'], ['CSV_TOO_LARGE', 2, 2], ['b']]);
    expect(mostBytes).toBeLessThan(60_000);
    expect(heldBytes).toBe(0);
  });
});

describe('memory and ends', () => {
  it('pauses while the account refuses and ends at zero', async () => {
    const books = new Ledger({ limitBytes: 16 * 1024 * 1024, clock: new FakeClock() });
    const other = books.openAccount('stream', 'other');
    while (other.grow(4096));
    const account = books.openAccount('stream', 'csv');
    const iterator = parseCSVStream([Buffer.from(`a\n${'x\n'.repeat(100_000)}`)], { account });
    let isAnswered = false;
    const first = iterator.next().then((result) => {
      isAnswered = true;
      return result;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    other.shrink(other.usedBytes);
    expect((await first).value).toMatchObject({ value: { a: 'x' } });
    expect(account.usedBytes).toBeGreaterThan(0);
    await iterator.return();
    expect(account.usedBytes).toBe(0);
    for (const one of [account, other]) one.close();
  });

  it('is refused with the numbers when memory never comes', async () => {
    const books = new Ledger({ limitBytes: 16 * 1024 * 1024, clock: new FakeClock() });
    const account = books.openAccount('stream', 'csv', { limitBytes: 10 });
    await expect(read(`a\n${'x\n'.repeat(20)}`, { account })).rejects.toMatchObject({
      code: 'FLOW_MEMORY_REFUSED',
      cause: { account: 'csv', limitBytes: 10 },
    });
    expect(account.usedBytes).toBe(0);
    account.close();
  });

  it('ends with the reason of the signal and closes the source', async () => {
    const abort = new AbortController();
    let isClosed = false;
    async function* source(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.from('a\n1\n2\n');
      } finally {
        isClosed = true;
      }
    }
    const reading = (async () => {
      for await (const { index } of parseCSVStream(source(), { signal: abort.signal })) {
        if (index === 3) abort.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrowError('enough');
    expect(isClosed).toBe(true);
  });

  it('closes the source when the loop is left, and throws what the source throws', async () => {
    let isClosed = false;
    function* source(): Generator<Buffer> {
      try {
        yield Buffer.from('a\n1\n');
        throw new Error('broken disk');
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of parseCSVStream(source())) break;
    expect(isClosed).toBe(true);
    await expect(read(source())).rejects.toThrowError('broken disk');
  });

  test.each<CsvStreamOptions>([
    { delimiter: '"' },
    { delimiter: '\n' },
    { delimiter: 'é' },
    { delimiter: ',,' },
    { delimiter: '' },
    { maxItemBytes: 0 },
    { maxFieldBytes: 1.5 },
    { maxColumns: 0 },
    { maxColumns: flowLimits.mostColumns.value + 1 },
    { maxItemBytes: flowLimits.largestItemBytes.value + 1 },
    { ragged: 'accept' },
    { columns: ['a', 'a'] },
  ])('refuses %j', async (options) => {
    await expect(read('a', options)).rejects.toMatchObject({ code: 'FLOW_OPTION_INVALID' });
  });
});
