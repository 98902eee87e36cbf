import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackendFilter, resultTooLargeState } from './backend-filter.ts';
import { backend, concat, message, status } from './wire.ts';

const row = (bytes: number): Uint8Array => message(backend.dataRow, new Uint8Array(bytes));
const done = (tag: string): Uint8Array => message(backend.commandComplete, tag);
const ready = (code: number): Uint8Array => message(backend.readyForQuery, Uint8Array.of(code));

function run(
  chunks: readonly Uint8Array[],
  limitBytes = 10_000,
  dropsCopyIn = false,
): { passed: Buffer; notifications: Buffer[]; outcome: ReturnType<BackendFilter['outcome']> } {
  const parts: Buffer[] = [];
  const notifications: Buffer[] = [];
  const filter = new BackendFilter(
    {
      pass: (bytes) => parts.push(Buffer.from(bytes)),
      notification: (bytes) => notifications.push(Buffer.from(bytes)),
    },
    limitBytes,
    dropsCopyIn,
  );
  for (const chunk of chunks) filter.write(chunk);
  const outcome = filter.outcome();
  return { passed: Buffer.concat(parts), notifications, outcome };
}

describe('BackendFilter', () => {
  it('passes an answer on unchanged and tells its commands and status', () => {
    const answer = concat([row(20), done('SELECT 1'), done('SET'), ready(status.open)]);
    const { passed, outcome } = run([answer]);
    expect(passed.equals(answer)).toBe(true);
    expect([...outcome.commands]).toEqual(['SELECT', 'SET']);
    expect(outcome.status).toBe(status.open);
    expect(outcome.hasError).toBe(false);
  });

  it('gives the same result however the bytes are cut', () => {
    const answer = concat([
      row(50),
      message(backend.notification, new Uint8Array(4), 'news', 'hello'),
      row(0),
      done('SELECT 2'),
      ready(status.idle),
    ]);
    const whole = run([answer]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: answer.length - 1 }), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b)];
        const chunks = edges.map((at, index) => answer.subarray(at, edges[index + 1]));
        const cut = run(chunks);
        expect(cut.passed.equals(whole.passed)).toBe(true);
        expect(cut.notifications).toEqual(whole.notifications);
        expect(cut.outcome).toEqual(whole.outcome);
      }),
    );
  });

  it('takes notifications out of the answer', () => {
    const note = message(backend.notification, new Uint8Array(4), 'news', 'x');
    const { passed, notifications } = run([concat([note, done('NOTIFY'), ready(status.idle)])]);
    expect(notifications.map((bytes) => bytes.equals(note))).toEqual([true]);
    expect(passed.equals(concat([done('NOTIFY'), ready(status.idle)]))).toBe(true);
  });

  it('leaves rows out beyond its limit and puts an error before ReadyForQuery', () => {
    const rows = Array.from({ length: 100 }, () => row(100));
    const { passed, outcome } = run(
      [concat([...rows, done('SELECT 100'), ready(status.idle)])],
      500,
    );
    expect(passed.length).toBeLessThan(900);
    expect(passed.includes(`C${resultTooLargeState}\0`)).toBe(true);
    expect(passed.subarray(-6).equals(ready(status.idle))).toBe(true);
    expect(outcome.isCut).toBe(true);
  });

  it('reports a cut answer that ends without ReadyForQuery too', () => {
    const { passed } = run([concat([row(600), row(600)])], 700);
    expect(passed.includes(`C${resultTooLargeState}\0`)).toBe(true);
  });

  it('drops the request for COPY data when the data was sent already', () => {
    const request = message(backend.copyInResponse, new Uint8Array(3));
    const answer = concat([done('COPY 2'), ready(status.idle)]);
    const { passed } = run([concat([request, answer])], 10_000, true);
    expect(passed.equals(answer)).toBe(true);
  });
});
