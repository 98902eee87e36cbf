import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readStart } from './read-start.ts';

const of = (...pieces: (string | Buffer)[]) => Readable.from(pieces.map((one) => Buffer.from(one)));

it('answers a short body whole', async () => {
  expect(await readStart(of('ab', 'cd'), 4)).toEqual({ text: 'abcd', isCut: false });
  expect(await readStart(of(), 4)).toEqual({ text: '', isCut: false });
});

it('stops at the limit, never asks for more, and ends the source', async () => {
  let asked = 0;
  const source = Readable.from(
    (function* () {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(1024, 'x');
      }
    })(),
    { highWaterMark: 1 },
  );
  const { text, isCut } = await readStart(source, 4096);
  expect([text.length, isCut, source.destroyed]).toEqual([4096, true, true]);
  expect(asked).toBeLessThan(10);
});

it('keeps what came before a body broke off', async () => {
  const source = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('broken off');
    })(),
  );
  expect(await readStart(source, 100)).toEqual({ text: 'half', isCut: true });
});

it('makes text that a database stores of any bytes', async () => {
  const { text } = await readStart(of(Buffer.from([0, 0xff, 0x41])), 100);
  expect(text).toBe('\uFFFD\uFFFDA');
  // A character that the cut goes through is left out.
  expect((await readStart(of('aé'), 2)).text).toBe('a');
});
