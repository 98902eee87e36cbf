import type { CollectionKind } from './found-collection.ts';
import type { HeadIdentity } from './head-identity.ts';
import { noHead } from './head-identity.ts';
import type { EventListeners } from './inspector/collection-shape.ts';
import { listenersOf } from './inspector/collection-shape.ts';
import { Tally } from './inspector/tally.ts';

/** What the census notes of one collection. */
export interface Measured {
  /** Entries; bytes for `bytes`. */
  readonly size: number;
  /** Identity of the first key, element or listener; 0 where there is none. */
  readonly head: number;
}

// The built-in accessors themselves: a subclass may have overridden them, and its code is not ours to run.
const mapSize = accessor(Map.prototype, 'size');
const setSize = accessor(Set.prototype, 'size');
const typedBytes = accessor(Object.getPrototypeOf(Uint8Array.prototype) as object, 'byteLength');
const bufferBytes = accessor(ArrayBuffer.prototype, 'byteLength');
const sharedBytes = accessor(SharedArrayBuffer.prototype, 'byteLength');
const viewBytes = accessor(DataView.prototype, 'byteLength');

function accessor(prototype: object, name: string): (target: object) => number {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) as { get: () => number };
  return (target) => Reflect.apply(get, target, []);
}

/** Counts one collection without running code of its owner. Throws for a target of another kind. */
export function measureCollection(
  kind: CollectionKind,
  target: object,
  heads: HeadIdentity,
): Measured {
  if (target instanceof Tally) return { size: target.size, head: heads.of(target.anchor.deref()) };
  switch (kind) {
    case 'chain':
      return { size: 0, head: noHead };
    case 'map':
      return measureMap(target as Map<unknown, unknown>, heads);
    case 'set':
      return measureSet(target as Set<unknown>, heads);
    case 'array':
      return measureArray(target as unknown[], heads);
    case 'object':
      return measureObject(target, heads);
    case 'bytes':
      return { size: byteLength(target), head: noHead };
    case 'listeners':
      return measureListeners(target, heads);
  }
}

function measureMap(map: Map<unknown, unknown>, heads: HeadIdentity): Measured {
  const size = mapSize(map);
  const { value } = Map.prototype.keys.call(map).next() as { value: unknown };
  return { size, head: size === 0 ? noHead : heads.of(value) };
}

function measureSet(set: Set<unknown>, heads: HeadIdentity): Measured {
  const size = setSize(set);
  const { value } = Set.prototype.values.call(set).next() as { value: unknown };
  return { size, head: size === 0 ? noHead : heads.of(value) };
}

function measureArray(array: unknown[], heads: HeadIdentity): Measured {
  const head = Object.getOwnPropertyDescriptor(array, 0)?.value as unknown;
  return { size: array.length, head: array.length === 0 ? noHead : heads.of(head) };
}

function measureObject(target: object, heads: HeadIdentity): Measured {
  const keys = Object.keys(target);
  return { size: keys.length, head: keys.length === 0 ? noHead : heads.of(keys[0]) };
}

function byteLength(target: object): number {
  if (target instanceof ArrayBuffer) return bufferBytes(target);
  if (target instanceof SharedArrayBuffer) return sharedBytes(target);
  return target instanceof DataView ? viewBytes(target) : typedBytes(target);
}

/** All listeners; the head is the first one of the event that has most. */
function measureListeners(target: object, heads: HeadIdentity): Measured {
  const { largest, all } = eventsOf(target);
  return { size: all, head: largest ? heads.of(largest.sample[0]) : noHead };
}

/** The event with most listeners, and the count of all listeners. O(events). */
export function eventsOf(target: object): {
  readonly largest: EventListeners | undefined;
  readonly all: number;
} {
  let all = 0;
  let largest: EventListeners | undefined;
  for (const event of listenersOf(target) ?? []) {
    all += event.count;
    if (event.count > (largest?.count ?? 0)) largest = event;
  }
  return { largest, all };
}
