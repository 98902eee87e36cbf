import { isMap, isSet } from 'node:util/types';
import { builtInShape } from './collection-shape.ts';
import { inspectorLimits } from './inspector.limits.ts';

/** A collection of at most so many entries has keys that are part of the design, not data. */
const fewEntries = 16;
const plainKey = /^[\w.:/-]{1,32}$/;

/** Some of the values (and object keys) of a built-in collection, with a label that names no data. */
export function sampleEntries(collection: object): [label: string, value: unknown][] {
  if (Array.isArray(collection)) return fromArray(collection as unknown[]);
  if (isMap(collection)) return fromMap(collection);
  if (isSet(collection)) return fromSet(collection);
  return [];
}

function fromArray(array: unknown[]): [string, unknown][] {
  const most = inspectorLimits.sampledEntries.value;
  const step = Math.max(1, Math.floor(array.length / most));
  const sample: [string, unknown][] = [];
  for (let i = 0; i < array.length && sample.length < most; i += step) {
    sample.push([`[${i}]`, Object.getOwnPropertyDescriptor(array, i)?.value]);
  }
  return sample;
}

function fromMap(map: ReadonlyMap<unknown, unknown>): [string, unknown][] {
  const sample: [string, unknown][] = [];
  const isSmall = builtInShape(map as Map<unknown, unknown>)!.size <= fewEntries;
  let place = 0;
  // A few calls of the built-in iterator: a subclass may have put its own code into the usual one.
  const entries = Map.prototype.entries.call(map);
  for (let next = entries.next(); !next.done; next = entries.next()) {
    const [key, value] = next.value as [unknown, unknown];
    const isNamed = typeof key === 'string' && isSmall && plainKey.test(key);
    if (isObject(key)) sample.push([`[key ${place}]`, key]);
    sample.push([isNamed ? `[${key}]` : `[${place}]`, value]);
    if (++place >= inspectorLimits.sampledEntries.value) break;
  }
  return sample;
}

function fromSet(set: ReadonlySet<unknown>): [string, unknown][] {
  const sample: [string, unknown][] = [];
  const values = Set.prototype.values.call(set);
  for (let next = values.next(); !next.done; next = values.next()) {
    sample.push([`[${sample.length}]`, next.value]);
    if (sample.length >= inspectorLimits.sampledEntries.value) break;
  }
  return sample;
}

/** Whether the walk has anything to look for in a value. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
