import { EventEmitter } from 'node:events';
import { describe, expect, it, test } from 'vitest';
import { Census } from './census.ts';
import type { CollectionGroup } from './collection-group.ts';
import { placeOf } from './collection-group.ts';
import type { CollectionKind, FoundCollection } from './found-collection.ts';
import { leakLimits } from './leak.limits.ts';

function found(
  path: string,
  kind: CollectionKind,
  target: object,
  declaredBound: number | null = null,
): FoundCollection {
  return { path, kind, target: new WeakRef(target), declaredBound };
}

function only(census: Census): CollectionGroup {
  const groups = [...census.groups];
  expect(groups).toHaveLength(1);
  return groups[0]!;
}

function counted(census: Census, nowMs: number): CollectionGroup {
  census.count(nowMs);
  return only(census);
}

describe('a collection of each kind', () => {
  const map = new Map<unknown, unknown>([['a', 1]]);
  const set = new Set<unknown>(['a']);
  const array: unknown[] = ['a'];
  const record: Record<string, number> = { a: 1 };
  const bus = new EventEmitter();
  bus.on('x', () => undefined);
  const signal = new AbortController().signal;
  signal.addEventListener('abort', () => undefined);

  test.each<[kind: CollectionKind, target: object, grow: () => unknown]>([
    ['map', map, () => map.set('b', 1)],
    ['set', set, () => set.add('b')],
    ['array', array, () => array.push('b')],
    ['object', record, () => (record['b'] = 1)],
    ['listeners', bus, () => bus.on('x', () => 1)],
    ['listeners', signal, () => signal.addEventListener('abort', () => 1)],
  ])('%s: grows and keeps its head', (kind, target, grow) => {
    const census = new Census();
    census.adopt([found('A.x', kind, target)], 0);
    grow();
    const group = counted(census, 1000);
    expect([group.firstSize, group.size, group.grown, group.headSinceMs]).toEqual([1, 2, 1, 0]);
  });

  it('bytes: counts the bytes', () => {
    const census = new Census();
    census.adopt([found('A.x', 'bytes', new Uint8Array(100))], 0);
    expect(counted(census, 1).size).toBe(100);
  });
});

it('runs no code of a subclass', () => {
  class Loud extends Map<string, number> {
    override get size(): number {
      throw new Error('asked');
    }
    override keys(): never {
      throw new Error('asked');
    }
  }
  const census = new Census();
  census.adopt([found('A.x', 'map', new Loud([['a', 1]]))], 0);
  expect(counted(census, 1).size).toBe(1);
});

describe('the head', () => {
  it('has changed when the first key was deleted, and stays when another one was', () => {
    const map = new Map([1, 2, 3].map((key) => [{ key }, key]));
    const keys = [...map.keys()];
    const census = new Census();
    census.adopt([found('A.x', 'map', map)], 0);
    map.delete(keys[1]!);
    expect(counted(census, 1000).headSinceMs).toBe(0);
    map.delete(keys[0]!);
    expect(counted(census, 2000).headSinceMs).toBe(2000);
  });

  it('is compared by value for strings, long ones too', () => {
    const set = new Set([`${'x'.repeat(1000)}a`]);
    const census = new Census();
    census.adopt([found('A.x', 'set', set)], 0);
    set.clear();
    set.add(`${'x'.repeat(1000)}a`);
    expect(counted(census, 1000).headSinceMs).toBe(0);
    set.clear();
    set.add(`${'x'.repeat(1000)}b`);
    expect(counted(census, 2000).headSinceMs).toBe(2000);
  });
});

describe('a place', () => {
  it.each([
    ['A.#rooms[3].members', 'A.#rooms[].members'],
    ['A.#rooms["x"] → closure seen', 'A.#rooms[] → closure seen'],
  ])('of %s is %s', (path, place) => {
    expect(placeOf(path)).toBe(place);
  });

  it('does not grow by members that are new, only by those that gain entries', () => {
    const rooms = [new Set([1, 2])];
    const census = new Census();
    const search = () =>
      census.adopt(
        rooms.map((room, i) => found(`A.rooms[${i}]`, 'set', room)),
        0,
      );
    search();
    rooms.push(new Set([1, 2, 3]));
    search();
    expect(counted(census, 1).grown).toBe(0);
    rooms[1]!.add(9);
    expect(counted(census, 2)).toMatchObject({ grown: 1, size: 6 });
  });

  it('goes on counting when its holder replaced the collection', () => {
    let items = [1];
    const census = new Census();
    census.adopt([found('A.items', 'array', items)], 0);
    items = [...items, 2, 3];
    census.adopt([found('A.items', 'array', items)], 1000);
    expect(counted(census, 2000)).toMatchObject({ firstSize: 1, size: 3, headSinceMs: 0 });
  });
});

describe('the declared bound of a place', () => {
  const place = (bounds: readonly (number | null)[], grownTo: readonly number[]) => {
    const caches = bounds.map(() => new Set<number>());
    const census = new Census();
    census.adopt(
      caches.map((cache, i) => found(`A.caches[${i}]`, 'set', cache, bounds[i]!)),
      0,
    );
    for (const [i, cache] of caches.entries()) for (let n = 0; n < grownTo[i]!; n++) cache.add(n);
    return counted(census, 1).declaredBound;
  };

  it.each([
    ['is that of its only member', [100], [60], 100],
    ['is the sum of all members, that fill up side by side', [100, 100, 50], [60, 60, 40], 250],
    ['is that of the member beyond its own', [100, 1000], [150, 10], 100],
    ['is none where one that grew states none', [100, null], [60, 1], null],
    ['passes over one that states none and has not grown', [100, null], [60, 0], 100],
  ] as const)('%s', (_, bounds, grownTo, bound) => {
    expect(place(bounds, grownTo)).toBe(bound);
  });
});

describe('bounds', () => {
  it('refuses collections beyond its table while all of them grow', () => {
    const census = new Census();
    const held = Array.from({ length: leakLimits.collections.value }, () => new Set<number>());
    census.adopt(
      held.map((set, i) => found(`A${i}.x`, 'set', set)),
      0,
    );
    for (const set of held) set.add(1);
    census.count(1);
    const more = [new Set<number>()];
    census.adopt([found('B.x', 'set', more[0]!)], 2);
    expect([census.members, census.refused]).toEqual([leakLimits.collections.value, 1]);
  });

  it('drops places that have not grown for new ones', () => {
    const census = new Census();
    const held = Array.from({ length: leakLimits.collections.value }, () => new Set<number>());
    census.adopt(
      held.map((set, i) => found(`A${i}.x`, 'set', set)),
      0,
    );
    census.count(1);
    const more = new Set<number>();
    census.adopt([found('B.x', 'set', more)], 2);
    expect([...census.groups].some(({ place }) => place === 'B.x')).toBe(true);
    expect(census.members).toBeLessThanOrEqual(leakLimits.collections.value);
  });

  it('counts an object no further than it may list', () => {
    const census = new Census();
    const record: Record<string, number> = {};
    for (let i = 0; i <= leakLimits.countedKeys.value; i++) record[`k${i}`] = i;
    census.adopt([found('A.x', 'object', record)], 0);
    record['more'] = 1;
    expect(counted(census, 1).grown).toBe(0);
  });
});
