import { describe, expect, it } from 'vitest';
import { WorkPlaces } from './work-places.ts';

describe('the places of work', () => {
  it('are as many as there are, and go on in order of arrival', async () => {
    const places = new WorkPlaces({ limit: 2 });
    const inside: number[] = [];
    const first = await places.take();
    const second = await places.take();
    const waiting = [3, 4].map(async (number) => {
      const place = await places.take();
      inside.push(number);
      return place;
    });
    await Promise.resolve();
    expect(inside).toEqual([]);
    first[Symbol.dispose]();
    const third = await waiting[0]!;
    expect(inside).toEqual([3]);
    second[Symbol.dispose]();
    third[Symbol.dispose]();
    (await waiting[1]!)[Symbol.dispose]();
    using again = await places.take();
    expect(again).toBeDefined();
  });

  it('are refused to those who would wait too long, who leave nothing behind', async () => {
    const places = new WorkPlaces({ limit: 1, waitMs: 0, busy: () => new Error('busy') });
    const first = await places.take();
    await expect(places.take()).rejects.toThrow('busy');
    expect(places.taken).toBe(1);
    first[Symbol.dispose]();
    using next = await places.take();
    expect(next).toBeDefined();
  });

  it('are given up by those whose client leaves while they wait', async () => {
    const places = new WorkPlaces({ limit: 1 });
    const first = await places.take();
    const left = new AbortController();
    const waiting = places.take(left.signal);
    const next = places.take();
    left.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    first[Symbol.dispose]();
    (await next)[Symbol.dispose]();
    await expect(places.take(left.signal)).rejects.toThrow('left');
  });

  it('are refused to all that wait when the server stops', async () => {
    const places = new WorkPlaces({ limit: 1 });
    const first = await places.take();
    const waiting = [places.take(), places.take()];
    places.refuse(() => new Error('stopping'));
    for (const wait of waiting) await expect(wait).rejects.toThrow('stopping');
    first[Symbol.dispose]();
    using next = await places.take();
    expect(next).toBeDefined();
  });
});
