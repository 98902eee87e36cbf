import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnswerReader } from './answer-reader.ts';

const plain = 'HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nlater';
const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n';

it('finds the end of each answer, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(plain, chunked, empty),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      (text, sizes) => {
        const reader = new AnswerReader();
        const bytes = Buffer.from(text);
        let from = 0;
        let ended = 0;
        for (let turn = 0; from < bytes.length; turn++) {
          const to = Math.min(bytes.length, from + sizes[turn % sizes.length]!);
          const head = reader.take(bytes.subarray(from, to));
          from = to;
          if (head === null) continue;
          ended++;
          expect(from).toBe(bytes.length);
        }
        expect(ended).toBe(1);
      },
    ),
  );
});

it('answers what a client needs to know of it', () => {
  expect(new AnswerReader().take(Buffer.from(plain))).toEqual({
    status: 503,
    retryAfterSeconds: 7,
    closes: false,
    bodyBytes: 5,
  });
  expect(new AnswerReader().take(Buffer.from(empty))).toMatchObject({ status: 204, closes: true });
});

it('refuses what is no answer', () => {
  expect(() => new AnswerReader().take(Buffer.from('hello\r\n\r\n'))).toThrow(/no answer/);
});
