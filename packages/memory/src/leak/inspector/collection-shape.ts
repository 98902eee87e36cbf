import { isAnyArrayBuffer, isArrayBufferView, isMap, isSet } from 'node:util/types';
import type { CollectionKind } from '../found-collection.ts';
import { inspectorLimits } from './inspector.limits.ts';

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
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)!;
  return (target) => Reflect.apply(get!, target, []) as number;
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

/** Listeners of an emitter by event, from the field that EventEmitter keeps them in; undefined for no emitter. */
export function listenersOf(target: object): Map<string, readonly unknown[]> | undefined {
  const count: unknown = Object.getOwnPropertyDescriptor(target, '_eventsCount')?.value;
  const events: unknown = Object.getOwnPropertyDescriptor(target, '_events')?.value;
  if (typeof count !== 'number') return undefined;
  if (typeof events !== 'object' || events === null) return new Map();
  const found = new Map<string, readonly unknown[]>();
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(events))) {
    found.set(name, Array.isArray(value) ? (value as unknown[]) : [value]);
  }
  return found;
}
