import { beforeEach, describe, expect, it } from 'vitest';
import { RecordIterator } from './record-iterator.ts';
import type { RecordSource } from './record-iterator.ts';

/** Numbers, some at a time; `more` waits for a turn of the event loop. */
class Numbers implements RecordSource<number> {
  opened = 0;
  closed = 0;
  readonly #chunks: number[][];
  #chunk: number[] = [];

  constructor(chunks: number[][]) {
    this.#chunks = chunks;
  }

  take(): number | null {
    const next = this.#chunk.shift() ?? null;
    if (next === -1) throw new Error('bad');
    return next;
  }

  async more(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#chunk = this.#chunks.shift() ?? [];
    return this.#chunk.length > 0;
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

let source: Numbers;
let iterator: RecordIterator<number>;
const use = (...chunks: number[][]): void => {
  source = new Numbers(chunks);
  iterator = new RecordIterator(async () => {
    source.opened++;
    return source;
  });
};

beforeEach(() => use([1, 2], [3], [4, 5, 6]));

const done = { done: true, value: undefined };

describe('RecordIterator', () => {
  it('yields all in their order and closes once, at the end', async () => {
    expect(await Array.fromAsync(iterator)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await iterator.next()).toEqual(done);
    expect([source.opened, source.closed]).toEqual([1, 1]);
  });

  it('answers calls that do not wait for each other in their order', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => iterator.next()));
    expect(results.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, undefined, undefined]);
    expect([source.opened, source.closed]).toEqual([1, 1]);
  });

  it('closes when the loop is left, after the call under way', async () => {
    const [first, returned, after] = await Promise.all([
      iterator.next(),
      iterator.return(),
      iterator.next(),
    ]);
    expect([first, returned, after]).toEqual([{ done: false, value: 1 }, done, done]);
    expect(source.closed).toBe(1);
  });

  it('opens nothing when it is left before it began', async () => {
    expect(await iterator.return()).toEqual(done);
    expect(await iterator.next()).toEqual(done);
    expect([source.opened, source.closed]).toEqual([0, 0]);
  });

  it.each([[[-1, 2]], [[1, -1]]])('closes and ends after an error in %j', async (chunk) => {
    use(chunk);
    await expect(Array.fromAsync(iterator)).rejects.toThrowError('bad');
    expect(await iterator.next()).toEqual(done);
    expect(source.closed).toBe(1);
  });

  it('throws what it is told to, and is disposed of', async () => {
    await iterator.next();
    await expect(iterator.throw(new Error('mine'))).rejects.toThrowError('mine');
    expect(source.closed).toBe(1);
    use([1]);
    {
      await using held = iterator;
      await held.next();
    }
    expect(source.closed).toBe(1);
  });
});
