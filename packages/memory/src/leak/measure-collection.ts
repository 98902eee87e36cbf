import { EventEmitter } from 'node:events';
import type { CollectionKind } from './found-collection.ts';
import type { HeadIdentity } from './head-identity.ts';
import { noHead } from './head-identity.ts';
import { leakLimits } from './leak.limits.ts';

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
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)!;
  return (target) => (get as (this: object) => number).call(target);
}

/** Counts one collection without running code of its owner. Throws for a target of another kind. */
export function measureCollection(
  kind: CollectionKind,
  target: object,
  heads: HeadIdentity,
): Measured {
  switch (kind) {
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
      return measureListeners(target as EventEmitter, heads);
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

/** Calls of the emitter's own code are avoided: the prototype's functions read its table. */
const emitter = EventEmitter.prototype;

/** All listeners of an emitter; the head is the first one of the event that has most. */
function measureListeners(target: EventEmitter, heads: HeadIdentity): Measured {
  const { event, count, all } = largestEvent(target);
  if (event === undefined) return { size: all, head: noHead };
  const head = count > leakLimits.countedKeys.value ? event : firstListener(target, event);
  return { size: all, head: heads.of(head) };
}

function firstListener(target: EventEmitter, event: string | symbol): unknown {
  return emitter.rawListeners.call(target, event)[0];
}

/** The event with most listeners, its count, and the count of all. O(events). */
export function largestEvent(target: EventEmitter): {
  readonly event: string | symbol | undefined;
  readonly count: number;
  readonly all: number;
} {
  let all = 0;
  let most = 0;
  let event: string | symbol | undefined;
  for (const name of emitter.eventNames.call(target) as (string | symbol)[]) {
    const count = emitter.listenerCount.call(target, name);
    all += count;
    if (count <= most) continue;
    most = count;
    event = name;
  }
  return { event, count: most, all };
}
