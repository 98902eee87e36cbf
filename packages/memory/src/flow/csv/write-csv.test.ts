import { Readable } from 'node:stream';
import { describe, expect, it, test } from 'vitest';
import { FakeClock } from '../../fake-clock.ts';
import { Ledger } from '../../governor/ledger.ts';
import type { CsvRow, CsvWriterOptions } from './write-csv.ts';
import { writeCSV } from './write-csv.ts';

async function write(rows: Iterable<CsvRow>, options?: CsvWriterOptions): Promise<string> {
  return Buffer.concat(await Readable.from(writeCSV(rows, options)).toArray()).toString();
}

describe('writing CSV', () => {
  test.each<[string, CsvRow[], CsvWriterOptions, string]>([
    [
      'arrays',
      [
        ['a', 'b'],
        [1, true],
      ],
      {},
      'a,b\r\n1,true\r\n',
    ],
    [
      'objects by the names of the first',
      [{ a: 1, b: 'x' }, { b: 'y' }],
      {},
      'a,b\r\n1,x\r\n,y\r\n',
    ],
    ['objects by given columns', [{ a: 1, b: 2, c: 3 }], { columns: ['c', 'a'] }, 'c,a\r\n3,1\r\n'],
    ['no header where none is wanted', [{ a: 1 }], { hasHeader: false }, '1\r\n'],
    ['a header without rows', [], { columns: ['a', 'b'] }, 'a,b\r\n'],
    ['nothing without rows', [], {}, ''],
    [
      'quotes where needed',
      [['a,b', 'c"d', 'e\nf', 'g\rh', ' i ']],
      {},
      '"a,b","c""d","e\nf","g\rh", i \r\n',
    ],
    ['another delimiter', [['a,b', 'c;d']], { delimiter: ';' }, 'a,b;"c;d"\r\n'],
    [
      'a delimiter that means something in patterns',
      [['a|b', 'c']],
      { delimiter: '|' },
      '"a|b"|c\r\n',
    ],
    ['LF', [['a']], { lineEnd: '\n' }, 'a\n'],
    ['a byte order mark', [['a']], { hasByteOrderMark: true }, '\ufeffa\r\n'],
    ['a text that looks like one', [['\ufeffa']], {}, '"\ufeffa"\r\n'],
    ['an empty field alone', [[''], [null], ['', '']], {}, '""\r\n""\r\n,\r\n'],
    [
      'null, undefined, Dates and bigints',
      [[null, undefined, new Date(0), 2n ** 60n]],
      {},
      ',,1970-01-01T00:00:00.000Z,1152921504606846976\r\n',
    ],
    [
      'inherited properties as nothing',
      [{ a: 1 }, Object.create({ a: 2 })],
      {},
      'a\r\n1\r\n""\r\n',
    ],
  ])('writes %s', async (_title, rows, options, text) => {
    expect(await write(rows, options)).toBe(text);
  });

  it('escapes what a spreadsheet would run, where that is asked for', async () => {
    const rows = [['=1+1', '+a', '-b', '@c', '\td', '＝e', 'f=', '-5', '+1.5', -5, '="x"']];
    const escaped = "'=1+1,'+a,'-b,'@c,'\td,'＝e,f=,-5,+1.5,-5,\"'=\"\"x\"\"\"\r\n";
    expect(await write(rows, { formulas: 'escape' })).toBe(escaped);
    expect(await write([['=1']])).toBe('=1\r\n');
  });

  it.each<[unknown, string]>([
    [{}, 'Row 1, column 2: a object'],
    [() => 1, 'Row 1, column 2: a function'],
    [Symbol('a'), 'Row 1, column 2: a symbol'],
  ])('refuses %s and says where', async (value, message) => {
    await expect(write([['a'], ['b', value]])).rejects.toThrowError(message);
  });

  it('refuses a property that would be lost without a word', async () => {
    await expect(write([{ a: 1 }, { a: 1, b: 2 }])).rejects.toThrowError('Row 1 has a property');
  });

  test.each<CsvWriterOptions>([
    { delimiter: '"' },
    { columns: ['a', ''] },
    { columns: ['a', 'a'] },
  ])('refuses %j', (options) => {
    expect(() => writeCSV([], options)).toThrowError(
      expect.objectContaining({ code: 'FLOW_OPTION_INVALID' }),
    );
  });
});

describe('the buffer of a writer', () => {
  it('is filled only as far as it is asked for, in chunks of the size given', async () => {
    let taken = 0;
    function* rows(): Generator<string[]> {
      for (;;) yield [`${++taken}`, 'x'.repeat(10)];
    }
    const chunks = writeCSV(rows(), { chunkBytes: 100 });
    const sizes = [await chunks.next(), await chunks.next()].map(({ value }) => value!.length);
    expect(sizes).toEqual([112, 104]);
    expect(taken).toBe(15);
    await chunks.return();
  });

  it('is charged, waits while the account refuses, and ends at zero', async () => {
    const books = new Ledger({ limitBytes: 16 * 1024 * 1024, clock: new FakeClock() });
    const [account, other] = ['csv', 'other'].map((name) => books.openAccount('stream', name));
    while (other!.grow(4096));
    const chunks = writeCSV([['x'.repeat(200_000)]], { account: account! });
    let isAnswered = false;
    const first = chunks.next().then(() => (isAnswered = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    other!.shrink(other!.usedBytes);
    await first;
    expect(account!.usedBytes).toBeGreaterThan(200_000);
    await chunks.next();
    expect(account!.usedBytes).toBe(0);
    for (const one of [account, other]) one!.close();
  });

  it('is let go when the signal aborts, and the source is closed', async () => {
    const abort = new AbortController();
    let isClosed = false;
    async function* rows(): AsyncGenerator<string[]> {
      try {
        yield ['a'];
        await new Promise(() => {});
      } finally {
        isClosed = true;
      }
    }
    const source = rows();
    const writing = writeCSV(source, { signal: abort.signal }).next();
    setImmediate(() => abort.abort(new Error('stopped')));
    await expect(writing).rejects.toThrowError('stopped');
    expect(isClosed).toBe(false);
  });
});
