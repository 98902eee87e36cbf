import type { CollectionKind } from './found-collection.ts';

/**
 * Up to `count` entries of a collection without running code of its owner: the oldest of a Map (as key
 * and value) or Set, the oldest or newest of an array, the first data properties of an object.
 */
export function sampleEntries(
  kind: CollectionKind,
  target: object,
  count: number,
  end: 'oldest' | 'newest',
): unknown[] {
  switch (kind) {
    case 'map':
      return firstOf(Map.prototype.entries.call(target as Map<unknown, unknown>), count);
    case 'set':
      return firstOf(Set.prototype.values.call(target as Set<unknown>), count);
    case 'array': {
      const { length } = target as unknown[];
      const first = end === 'oldest' ? 0 : Math.max(0, length - count);
      const size = Math.min(count, length - first);
      return Array.from({ length: size }, (_, i) => dataOf(target, String(first + i)));
    }
    case 'object':
      return Object.keys(target)
        .slice(0, count)
        .map((key) => dataOf(target, key));
    default:
      return [];
  }
}

/** The first items of a built-in iterator. */
export function firstOf(iterator: Iterator<unknown>, count: number): unknown[] {
  const found: unknown[] = [];
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    if (found.push(next.value) >= count) break;
  }
  return found;
}

/** The value of a data property; undefined for an accessor. */
export function dataOf(target: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value as unknown;
}
