import type { write } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { BatchedOutput } from './batched-output.ts';
import { loggingLimits } from './logging.limits.ts';

type Callback = (error: NodeJS.ErrnoException | null, written: number) => void;

/** A file descriptor that takes what a test lets it take. */
class FakeFile {
  text = '';
  #pending: { bytes: Buffer; done: Callback } | null = null;

  readonly write = ((
    _fd: number,
    bytes: Buffer,
    _at: number,
    _length: number,
    _position: null,
    done: Callback,
  ) => {
    this.#pending = { bytes: Buffer.from(bytes), done };
  }) as unknown as typeof write;

  get isAsked(): boolean {
    return this.#pending !== null;
  }

  /** Takes at most `bytes` of what is offered. */
  take(bytes = Number.POSITIVE_INFINITY): void {
    const { bytes: offered, done } = this.#pending as { bytes: Buffer; done: Callback };
    const taken = offered.subarray(0, bytes);
    this.#pending = null;
    this.text += taken.toString();
    done(null, taken.length);
  }

  fail(code: string): void {
    const { done } = this.#pending as { done: Callback };
    this.#pending = null;
    done(Object.assign(new Error(code), { code }), 0);
  }

  takeAll(): void {
    while (this.isAsked) this.take();
  }
}

describe('BatchedOutput', () => {
  let output: BatchedOutput | null = null;
  const open = () => {
    const file = new FakeFile();
    output = new BatchedOutput(1, file.write);
    return { file, output };
  };
  afterEach(() => output?.[Symbol.dispose]());

  it('collects lines until they are flushed', () => {
    const { file, output: out } = open();
    out.write('one\n');
    out.write('zwö\n');
    expect(file.isAsked).toBe(false);
    out.flush();
    file.takeAll();
    expect(file.text).toBe('one\nzwö\n');
  });

  it('writes by itself when a batch is full, keeping the order', () => {
    const { file, output: out } = open();
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${index} ${'x'.repeat(80)}\n`);
    for (const line of lines) {
      out.write(line);
      if (file.isAsked) file.take();
    }
    out.flush();
    file.takeAll();
    expect(file.text).toBe(lines.join(''));
  });

  it('goes on after a partial write and after EAGAIN', async () => {
    const { file, output: out } = open();
    out.write('abcdef\n');
    out.flush();
    file.take(3);
    file.fail('EAGAIN');
    await expect.poll(() => file.isAsked).toBe(true);
    file.takeAll();
    expect(file.text).toBe('abcdef\n');
  });

  it('takes a line longer than a batch', () => {
    const { file, output: out } = open();
    const long = `${'ü'.repeat(loggingLimits.batchBytes)}\n`;
    out.write('before\n');
    out.write(long);
    out.write('after\n');
    out.flush();
    file.takeAll();
    expect(file.text).toBe(`before\n${long}after\n`);
  });

  it('holds no more than its bound for a reader that stands still, and says what it dropped', () => {
    const { file, output: out } = open();
    const line = `${'x'.repeat(999)}\n`;
    const count = (2 * loggingLimits.waitingBytes) / line.length;
    for (let index = 0; index < count; index++) out.write(line);
    out.flush();
    file.takeAll();
    out.flush();
    file.takeAll();
    const kept = file.text.split('\n').filter((text) => text.startsWith('x')).length;
    expect(kept * line.length).toBeLessThanOrEqual(loggingLimits.waitingBytes);
    const told = JSON.parse(file.text.trimEnd().split('\n').at(-1) as string) as { lines: number };
    expect(told.lines + kept).toBe(Math.ceil(count));
  });

  it('calls back when all is written, and at once when there is nothing', () => {
    const { file, output: out } = open();
    let calls = 0;
    out.flush(() => calls++);
    expect(calls).toBe(1);
    out.write('a\n');
    out.flush(() => calls++);
    expect(calls).toBe(1);
    file.takeAll();
    expect(calls).toBe(2);
  });

  it('keeps nothing for a reader that is gone', () => {
    const { file, output: out } = open();
    out.write('a\n');
    let isDone = false;
    out.flush(() => (isDone = true));
    file.fail('EPIPE');
    out.write('b\n');
    out.flush();
    expect({ isDone, isAsked: file.isAsked }).toEqual({ isDone: true, isAsked: false });
  });
});
