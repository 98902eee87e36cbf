import { isAnyArrayBuffer, isArrayBufferView, isMap, isSet } from 'node:util/types';
import type { CollectionKind } from '../found-collection.ts';
import { inspectorLimits } from './inspector.limits.ts';
import { Tally } from './tally.ts';

/** A collection as it stands. */
export interface CollectionShape {
  readonly kind: CollectionKind;
  /** Entries; bytes for `bytes`. */
  readonly size: number;
}

const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const viewBytes = getter(Object.getPrototypeOf(Uint8Array.prototype) as object, 'byteLength');
const dataViewBytes = getter(DataView.prototype, 'byteLength');
const bufferBytes = getter(ArrayBuffer.prototype, 'byteLength');
const sharedBytes = getter(SharedArrayBuffer.prototype, 'byteLength');

function getter(prototype: object, name: string): (target: object) => number {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) as unknown as {
    readonly get: (this: object) => number;
  };
  return (target) => get.call(target);
}

/**
 * What kind of built-in collection an object is; undefined for none. An array that cannot grow and a
 * buffer below `inspectorLimits.bytes` is none. Runs no code of its class; not for a Proxy.
 */
export function builtInShape(target: object): CollectionShape | undefined {
  if (isMap(target)) return { kind: 'map', size: mapSize(target) };
  if (isSet(target)) return { kind: 'set', size: setSize(target) };
  if (Array.isArray(target)) {
    return Object.isExtensible(target) ? { kind: 'array', size: target.length } : undefined;
  }
  const bytes = bytesOf(target);
  return bytes !== undefined && bytes >= inspectorLimits.bytes.value
    ? { kind: 'bytes', size: bytes }
    : undefined;
}

function bytesOf(target: object): number | undefined {
  if (isArrayBufferView(target)) {
    return target instanceof DataView ? dataViewBytes(target) : viewBytes(target);
  }
  if (!isAnyArrayBuffer(target)) return undefined;
  return target instanceof ArrayBuffer ? bufferBytes(target) : sharedBytes(target);
}

/** Listeners of one event: how many, and some of them. */
export interface EventListeners {
  readonly event: string;
  readonly count: number;
  readonly sample: readonly unknown[];
}

/**
 * Listeners of an EventEmitter or EventTarget by event, from the fields that Node keeps them in;
 * undefined for other objects. O(events).
 */
export function listenersOf(target: object): EventListeners[] | undefined {
  const count: unknown = Object.getOwnPropertyDescriptor(target, '_eventsCount')?.value;
  const events: unknown = Object.getOwnPropertyDescriptor(target, '_events')?.value;
  if (typeof count !== 'number')
    return target instanceof EventTarget ? ofTarget(target) : undefined;
  if (typeof events !== 'object' || events === null) return [];
  return Object.entries(Object.getOwnPropertyDescriptors(events)).map(([event, { value }]) => {
    const all: unknown[] = Array.isArray(value) ? value : [value];
    return { event, count: all.length, sample: [...all.slice(0, 2), ...all.slice(-2)] };
  });
}

interface ListenerList {
  readonly size?: number;
  readonly next?: ListenerList;
  readonly listener?: unknown;
}

/** Node keeps them as a chain per event, in a Map below a symbol of its own. */
function ofTarget(target: EventTarget): EventListeners[] {
  const key = Object.getOwnPropertySymbols(target).find(
    ({ description }) => description === 'kEvents',
  );
  const lists: unknown = key && Object.getOwnPropertyDescriptor(target, key)?.value;
  if (!isMap(lists)) return [];
  return [...(lists as Map<string, ListenerList>)].map(([event, list]) => ({
    event,
    count: list.size ?? 0,
    sample: [list.next?.listener, list.next?.next?.listener],
  }));
}

/** Entries (bytes for `bytes`) of a collection of a known kind, without running its code. */
export function collectionSize(kind: CollectionKind, target: object): number {
  if (target instanceof Tally) return target.size;
  if (kind === 'object') return Object.keys(target).length;
  if (kind !== 'listeners') return builtInShape(target)?.size ?? 0;
  return (listenersOf(target) ?? []).reduce((sum, { count }) => sum + count, 0);
}
