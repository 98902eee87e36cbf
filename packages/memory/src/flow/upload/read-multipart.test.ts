import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { FakeClock } from '../../fake-clock.ts';
import type { Account } from '../../governor/account.ts';
import { Ledger } from '../../governor/ledger.ts';
import { readMultipart } from './read-multipart.ts';
import type { MultipartOptions, MultipartReport } from './read-multipart.ts';
import { uploadLimits } from './upload.limits.ts';

const contentType = 'multipart/form-data; boundary=cut';

interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly content: Buffer | string;
}

function form(...parts: Part[]): Buffer {
  const pieces = parts.flatMap(({ name, filename, content }) => [
    `--cut\r\ncontent-disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, '--cut--\r\n'].map((piece) => Buffer.from(piece)));
}

const file = (content: Buffer | string, filename = 'a.txt'): Part => ({
  name: 'file',
  filename,
  content,
});

const disposition = (name: string): string => `content-disposition: form-data; name="${name}"`;

/** Reads a body whole and collects its files. */
async function read(
  source: Buffer | Iterable<Buffer> | AsyncIterable<Buffer>,
  options: Partial<MultipartOptions> = {},
): Promise<{ report: MultipartReport; files: [string, string][] }> {
  const files: [string, string][] = [];
  const chunks = Buffer.isBuffer(source) ? [source] : source;
  const report = await readMultipart(chunks, { contentType, ...options }, async (one) => {
    const place = files.push([one.filename, '']) - 1;
    files[place]![1] = Buffer.concat(await Array.fromAsync(one.bytes)).toString('latin1');
  });
  return { report, files };
}

let ledger: Ledger;
let account: Account;
beforeEach(() => {
  ledger = new Ledger({ limitBytes: 64 * 1024 * 1024, clock: new FakeClock() });
  account = ledger.openAccount('upload', 'form');
});

/** Each test's account is closed at zero. */
function expectNothingHeld(): void {
  expect(account.usedBytes).toBe(0);
  account.close();
}

describe('reading a form', () => {
  it('gives fields and files in their order, and names without folders', async () => {
    const body = form({ name: 'title', content: 'Ä' }, file('x\r\n--cu', '../etc/ü.txt'), {
      name: 'b',
      content: '',
    });
    const { report, files } = await read(body, { account });
    expect(report).toEqual({
      fields: [
        { name: 'title', value: 'Ä' },
        { name: 'b', value: '' },
      ],
      files: 1,
      bytes: body.length,
    });
    expect(files).toEqual([['ü.txt', 'x\r\n--cu']]);
    expectNothingHeld();
  });

  it('gives the same for every cut', async () => {
    const content = fc.array(
      fc.constantFrom('\r\n', '--cut', '--', 'é', 'a', '\r', '\n', '\0', '--cu'),
      { maxLength: 12 },
    );
    const part = fc.record({ isFile: fc.boolean(), content });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 4 }),
        fc.array(fc.nat(500), { maxLength: 8 }),
        async (parts, places) => {
          // The boundary itself must not begin a line of the content.
          const contents = parts.map(
            (one) => `.${one.content.join('').replaceAll('\n--cut', '\n..cut')}`,
          );
          const body = form(
            ...parts.map(({ isFile }, i): Part =>
              isFile ? file(contents[i]!) : { name: `f${i}`, content: contents[i]! },
            ),
          );
          fc.pre(parts.length > 0);
          const ends = places.map((place) => place % (body.length + 1)).sort((a, b) => a - b);
          const chunks = [...ends, body.length].map((end, i) =>
            body.subarray(ends[i - 1] ?? 0, end),
          );
          const { report, files } = await read(chunks);
          const wanted = parts.map(({ isFile }, i) => [isFile, contents[i]!] as const);
          expect(report.fields.map(({ value }) => value)).toEqual(
            wanted.filter(([isFile]) => !isFile).map(([, text]) => text),
          );
          expect(files.map(([, text]) => text)).toEqual(
            wanted
              .filter(([isFile]) => isFile)
              .map(([, text]) => Buffer.from(text).toString('latin1')),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('drops what a handler does not read, and tells it the fields before its file', async () => {
    const seen: unknown[] = [];
    const body = form(
      { name: 'a', content: '1' },
      file(Buffer.alloc(500_000), 'x'),
      file('rest', 'y'),
      { name: 'b', content: '2' },
    );
    await readMultipart([body], { contentType, account }, async ({ filename, fields, bytes }) => {
      seen.push([filename, fields.length]);
      if (filename === 'x') for await (const _ of bytes) break;
    });
    expect(seen).toEqual([
      ['x', 1],
      ['y', 1],
    ]);
    expectNothingHeld();
  });

  it('reads on only as the handler does', async () => {
    let given = 0;
    const head = form(file('@')).toString().split('@');
    function* source(): Generator<Buffer> {
      yield Buffer.from(head[0]!);
      for (; given < 100; given++) yield Buffer.alloc(64 * 1024);
      yield Buffer.from(head[1]!);
    }
    const givenAtPause: number[] = [];
    await readMultipart(source(), { contentType, account }, async ({ bytes }) => {
      for await (const _ of bytes) {
        await new Promise((resolve) => setImmediate(resolve));
        givenAtPause.push(given);
      }
    });
    expect(givenAtPause[0]).toBeLessThan(5);
    expect(account.peakBytes).toBeLessThan(512 * 1024);
    expectNothingHeld();
  });
});

describe('a form is refused', () => {
  test.each<[string, number, string, Part[], Partial<MultipartOptions>]>([
    ['with one file too large', 413, 'UPLOAD_TOO_LARGE', [file('12345')], { maxFileBytes: 4 }],
    [
      'with one field too large',
      413,
      'UPLOAD_TOO_LARGE',
      [{ name: 'a', content: '12345' }],
      { maxFieldBytes: 4 },
    ],
    ['with too many files', 413, 'UPLOAD_TOO_MANY_PARTS', [file('1'), file('2')], { maxFiles: 1 }],
    [
      'with too many fields',
      413,
      'UPLOAD_TOO_MANY_PARTS',
      [
        { name: 'a', content: '' },
        { name: 'b', content: '' },
      ],
      { maxFields: 1 },
    ],
    [
      'whose parts are too large together',
      413,
      'UPLOAD_TOO_LARGE',
      [file('1'.repeat(60)), file('2'.repeat(60))],
      { maxFileBytes: 100, maxBytes: 200 },
    ],
    ['without a name', 400, 'UPLOAD_MALFORMED', [{ name: '"; x="', content: '' }], {}],
  ])('%s (%i)', async (_title, status, code, parts, options) => {
    let body = form(...parts);
    if (code === 'UPLOAD_MALFORMED')
      body = Buffer.from(body.toString().replace(/ name="[^;]*;/, ''));
    const outcome = read(body, { account, ...options });
    await expect(outcome).rejects.toMatchObject({ status, code, receivedBytes: body.length });
    expectNothingHeld();
  });

  it.each([
    '',
    '--cut',
    '--cut\r\n',
    'text',
    '--other\r\n\r\n\r\n--other--',
    form(file('x')).toString().slice(0, -12),
  ])('that is cut off or none: %j', async (text) => {
    const outcome = read(Buffer.from(text), { account });
    await expect(outcome).rejects.toMatchObject({ status: 400, code: 'UPLOAD_MALFORMED' });
    expectNothingHeld();
  });

  const { headerBytes, headerPairs, nameBytes } = uploadLimits;
  test.each([
    ['no name', 'x: 1'],
    ['another disposition', 'content-disposition: attachment; name="a"'],
    ['too long headers', `x: ${'y'.repeat(headerBytes.value)}\r\n${disposition('a')}`],
    [
      'too many headers',
      `${Array.from({ length: headerPairs.value }, (_, i) => `x-${i}: 1\r\n`).join('')}${disposition('a')}`,
    ],
    ['too long a name', disposition('n'.repeat(nameBytes.value + 1))],
    [
      'a file name that was cut',
      `${disposition('a')}; filename="${'f'.repeat(headerBytes.value)}"`,
    ],
  ])('that has a part with %s, which would be left out', async (_title, headers) => {
    const part = `--cut\r\n${headers}\r\n\r\nlost\r\n`;
    const body = Buffer.concat([Buffer.from(part), form({ name: 'b', content: 'x' })]);
    const outcome = read(body, { account });
    await expect(outcome).rejects.toMatchObject({ status: 400, code: 'UPLOAD_MALFORMED' });
    expectNothingHeld();
  });

  it.each([
    'application/json',
    'multipart/form-data',
    'multipart/mixed; boundary=cut',
    'multipart/form-data; x=1',
  ])('of type %s', async (type) => {
    await expect(read(Buffer.from(''), { contentType: type })).rejects.toMatchObject({
      status: 415,
    });
  });

  it('unread when it declares too much', async () => {
    let isRead = false;
    function* source(): Generator<Buffer> {
      isRead = true;
      yield Buffer.alloc(1);
    }
    const outcome = read(source(), { maxBytes: 10, declaredBytes: 11 });
    await expect(outcome).rejects.toMatchObject({ status: 413, limit: 10, receivedBytes: 11 });
    expect(isRead).toBe(false);
  });

  it('when it pauses too long, and the handler is told', async () => {
    const clock = new FakeClock();
    let handlerError: unknown;
    async function* source(): AsyncGenerator<Buffer> {
      yield form(file('x'.repeat(100))).subarray(0, 120);
      await new Promise(() => {});
    }
    const reading = readMultipart(source(), { contentType, clock, account }, async ({ bytes }) => {
      try {
        for await (const _ of bytes);
      } catch (error) {
        handlerError = error;
        throw error;
      }
    });
    const outcome = reading.catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(uploadLimits.idleMs.value);
    expect(await outcome).toMatchObject({ status: 408, code: 'UPLOAD_TOO_SLOW' });
    expect(handlerError).toMatchObject({ code: 'UPLOAD_TOO_SLOW' });
    expectNothingHeld();
  });

  it('when it trickles below the least rate', async () => {
    const clock = new FakeClock();
    const body = form(file('x'.repeat(1000)));
    async function* source(): AsyncGenerator<Buffer> {
      for (const byte of body) {
        clock.advance(1000);
        yield Buffer.from([byte]);
      }
    }
    const outcome = read(source(), { clock, account, leastBytesPerSecond: 2 });
    await expect(outcome).rejects.toMatchObject({ status: 408, receivedBytes: 18 });
    expectNothingHeld();
  });

  it('with the error of its handler, of its source, and the reason of the signal', async () => {
    const body = form(file('x'.repeat(1000)), file('y'));
    const handler = readMultipart([body], { contentType, account }, () => {
      throw new Error('disk full');
    });
    await expect(handler).rejects.toThrowError('disk full');
    function* broken(): Generator<Buffer> {
      yield body.subarray(0, 200);
      throw new Error('connection lost');
    }
    await expect(read(broken(), { account })).rejects.toThrowError('connection lost');
    const abort = new AbortController();
    const waiting = readMultipart(
      [body],
      { contentType, account, signal: abort.signal },
      async ({ bytes }) => {
        abort.abort(new Error('stopped'));
        for await (const _ of bytes);
      },
    );
    await expect(waiting).rejects.toThrowError('stopped');
    expectNothingHeld();
  });

  it('when memory never comes', async () => {
    const small = ledger.openAccount('upload', 'small', { limitBytes: 100 });
    const outcome = read(form(file('x'.repeat(1000))), { account: small });
    await expect(outcome).rejects.toMatchObject({ code: 'FLOW_MEMORY_REFUSED' });
    expect(small.usedBytes).toBe(0);
    small.close();
  });

  test.each<Partial<MultipartOptions>>([
    { maxBytes: 0 },
    { maxFiles: -1 },
    { maxFields: 0.5 },
    { idleMs: 0 },
  ])('before it begins, for the option %j', async (options) => {
    await expect(read(form(), options)).rejects.toMatchObject({ code: 'FLOW_OPTION_INVALID' });
  });
});
