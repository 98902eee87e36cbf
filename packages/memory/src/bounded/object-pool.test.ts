import { describe, expect, it } from 'vitest';
import { ObjectPool } from './object-pool.ts';
import type { ObjectPoolOptions } from './object-pool.ts';

interface Thing {
  readonly id: number;
  isDirty: boolean;
}

function poolOf(options: Partial<ObjectPoolOptions<Thing>> = {}): {
  pool: ObjectPool<Thing>;
  destroyed: number[];
} {
  let id = 0;
  const destroyed: number[] = [];
  const pool = new ObjectPool<Thing>({
    create: () => ({ id: id++, isDirty: false }),
    reset: (thing) => void (thing.isDirty = false),
    destroy: (thing) => void destroyed.push(thing.id),
    maxInUse: 3,
    ...options,
  });
  return { pool, destroyed };
}

describe('an object pool', () => {
  it('gives a released object out again, reset', () => {
    const { pool } = poolOf();
    const lease = pool.acquire()!;
    lease.item.isDirty = true;
    lease.release();
    lease.release();
    const again = pool.acquire()!;
    expect(again.item).toBe(lease.item);
    expect(again.item.isDirty).toBe(false);
    expect([pool.created, pool.inUse, pool.idle]).toEqual([1, 1, 0]);
  });

  it('lends no more than its bound and keeps no more idle than its own', () => {
    const { pool, destroyed } = poolOf({ maxIdle: 1 });
    const leases = [pool.acquire(), pool.acquire(), pool.acquire()];
    expect(pool.acquire()).toBeNull();
    for (const lease of leases) lease!.release();
    expect([pool.idle, destroyed]).toEqual([1, [1, 2]]);
  });

  it('lets go of all idle objects and no more where less than none is asked', () => {
    const { pool, destroyed } = poolOf({ bytesEach: 100 });
    for (const lease of [pool.acquire(), pool.acquire()]) lease!.release();
    expect([pool.shrink(-1), pool.trim(-1), destroyed]).toEqual([200, 0, [1, 0]]);
  });

  it.each([NaN, -1, Infinity])('refuses %s bytes for an object', (bytesEach) => {
    expect(() => poolOf({ bytesEach })).toThrowError(
      expect.objectContaining({ code: 'BOUNDED_OPTION_INVALID' }),
    );
  });

  it('takes an object back at the end of its scope', () => {
    const { pool } = poolOf();
    {
      using lease = pool.acquire()!;
      expect([lease.item.id, pool.inUse]).toEqual([0, 1]);
    }
    expect([pool.inUse, pool.idle]).toEqual([0, 1]);
  });

  it('charges objects in use and idle, and nothing once closed', () => {
    let used = 0;
    let isClosed = false;
    const account = {
      grow: (bytes: number) => used + bytes <= 200 && ((used += bytes), true),
      shrink: (bytes: number) => void (used -= bytes),
      close: () => void (isClosed = true),
    };
    const { pool } = poolOf({ account, bytesEach: 100 });
    const leases = [pool.acquire()!, pool.acquire()!];
    expect(pool.acquire()).toBeNull();
    leases[0]!.release();
    expect([used, pool.trim()]).toEqual([200, 100]);
    expect(used).toBe(100);
    pool.close();
    expect([isClosed, pool.acquire()]).toEqual([false, null]);
    leases[1]!.release();
    expect([used, isClosed]).toEqual([0, true]);
  });

  it('ends its account when objects cannot be reset or destroyed, and says so with the first error', () => {
    let used = 0;
    let closed = 0;
    const account = {
      grow: (bytes: number) => ((used += bytes), true),
      shrink: (bytes: number) => void (used -= bytes),
      close: () => void closed++,
    };
    const failing = (what: string) => (thing: Thing) => {
      throw new Error(`${what} ${thing.id}`);
    };
    const destroy = failing('destroy');
    const idle = poolOf({ account, bytesEach: 10, destroy }).pool;
    const leases = [idle.acquire()!, idle.acquire()!, idle.acquire()!];
    leases[0]!.release();
    leases[1]!.release();
    expect(() => idle.close()).toThrowError('destroy 1');
    expect([idle.idle, used, closed]).toEqual([0, 10, 0]);
    expect(() => leases[2]!.release()).toThrowError('destroy 2');
    expect([used, closed]).toEqual([0, 1]);

    const unused = poolOf({ account, bytesEach: 10, destroy }).pool;
    unused.acquire()!.release();
    expect(() => unused.close()).toThrowError('destroy 0');
    expect([used, closed]).toEqual([0, 2]);

    const lent = poolOf({ account, bytesEach: 10, reset: failing('reset'), destroy }).pool;
    const last = lent.acquire()!;
    lent.close();
    expect(() => last.release()).toThrowError('reset 0');
    expect([used, closed]).toEqual([0, 3]);
  });

  it('discards an object that cannot be reset, and charges nothing for one that cannot be made', () => {
    let used = 0;
    const account = {
      grow: (bytes: number) => ((used += bytes), true),
      shrink: (bytes: number) => void (used -= bytes),
      close: () => {},
    };
    const { pool, destroyed } = poolOf({
      account,
      bytesEach: 10,
      reset: () => {
        throw new Error('stuck');
      },
    });
    const lease = pool.acquire()!;
    expect(() => lease.release()).toThrowError('stuck');
    expect([destroyed, pool.inUse, pool.idle, used]).toEqual([[0], 0, 0, 0]);
    const broken = poolOf({
      account,
      bytesEach: 10,
      create: () => {
        throw new Error('no');
      },
    }).pool;
    expect(() => broken.acquire()).toThrowError('no');
    expect([used, broken.inUse]).toEqual([0, 0]);
  });
});
