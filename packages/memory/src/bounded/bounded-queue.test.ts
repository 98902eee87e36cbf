import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

class Ledger {
  usedBytes = 0;
  isClosed = false;
  limitBytes = Infinity;
  grow(bytes: number): boolean {
    if (this.usedBytes + bytes > this.limitBytes) return false;
    this.usedBytes += bytes;
    return true;
  }
  shrink(bytes: number): void {
    this.usedBytes -= bytes;
  }
  close(): void {
    this.isClosed = true;
  }
}

describe('a bounded queue', () => {
  it('is never above its entries, bytes or account, and keeps the order', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.nat(50) },
      { weight: 2, arbitrary: fc.constant('poll' as const) },
    );
    fc.assert(
      fc.property(
        fc.array(step),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 120 }),
        (steps, maxEntries, maxBytes, limitBytes) => {
          const account = new Ledger();
          account.limitBytes = limitBytes;
          const queue = new BoundedQueue<number>({
            maxEntries,
            maxBytes,
            sizeOf: (n) => n,
            account,
          });
          const model: number[] = [];
          for (const one of steps) {
            if (one === 'poll') expect(queue.poll()).toBe(model.shift());
            else {
              const bytes = model.reduce((sum, n) => sum + n, 0) + one;
              const fits = model.length < maxEntries && bytes <= Math.min(maxBytes, limitBytes);
              expect(queue.offer(one)).toBe(fits);
              if (fits) model.push(one);
            }
            const bytes = model.reduce((sum, n) => sum + n, 0);
            expect([queue.length, queue.bytes, account.usedBytes]).toEqual([
              model.length,
              bytes,
              bytes,
            ]);
          }
          expect(queue.close()).toEqual(model);
          expect([account.usedBytes, account.isClosed]).toEqual([0, true]);
        },
      ),
    );
  });

  it('hands an item to who has waited longest', async () => {
    const queue = new BoundedQueue<string>({ maxEntries: 1 });
    const takers = [queue.take(), queue.take()];
    expect([queue.offer('a'), queue.offer('b'), queue.offer('c'), queue.offer('d')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await Promise.all(takers)).toEqual(['a', 'b']);
    expect(await queue.take()).toBe('c');
    expect(queue.refused).toBe(1);
  });

  it('lets a taker leave by its signal without losing an item', async () => {
    const queue = new BoundedQueue<string>({ maxEntries: 4 });
    const abort = new AbortController();
    const gone = queue.take({ signal: abort.signal });
    const stays = queue.take();
    abort.abort(new Error('left'));
    await expect(gone).rejects.toThrowError('left');
    queue.offer('a');
    expect(await stays).toBe('a');
    await expect(queue.take({ signal: abort.signal })).rejects.toThrowError('left');
  });

  it('gives out what waits after its end, then ends the loop', async () => {
    const queue = new BoundedQueue<number>({ maxEntries: 4 });
    queue.offer(1);
    queue.offer(2);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of queue) {
        seen.push(item);
        if (item === 2) queue.offer(3);
        if (item === 3) queue.end();
      }
    })();
    await reading;
    expect(seen).toEqual([1, 2, 3]);
    expect(queue.offer(4)).toBe(false);
    await expect(queue.take()).rejects.toMatchObject({ code: 'BOUNDED_CLOSED' });
  });

  it('rejects who waits when it is closed, and a loop that waits ends', async () => {
    const queue = new BoundedQueue<number>({ maxEntries: 4 });
    const waiting = queue.take();
    const loop = (async () => {
      for await (const _ of queue);
      return 'ended';
    })();
    await Promise.resolve();
    queue.close();
    await expect(waiting).rejects.toMatchObject({ code: 'BOUNDED_CLOSED' });
    expect(await loop).toBe('ended');
  });

  it('needs sizes where it has to count bytes', () => {
    expect(() => new BoundedQueue({ maxEntries: 1, maxBytes: 5 })).toThrowError(
      expect.objectContaining({ code: 'BOUNDED_OPTION_INVALID' }),
    );
  });
});
