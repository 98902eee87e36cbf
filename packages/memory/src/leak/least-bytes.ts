import { types } from 'node:util';
import type { CollectionKind } from './found-collection.ts';
import { dataOf, firstOf, sampleEntries } from './sample-entries.ts';

/** Objects looked into per estimate. */
const nodes = 600;
/** Entries that are weighed together, and properties or elements looked at per object. */
const entriesWeighed = 6;
const breadth = 40;

/** Bytes of a reference, an empty object, a function with its context. */
const slot = 8;
const header = 24;
const closure = 96;

/**
 * A lower bound of the bytes that one more entry of a collection keeps alive: what several entries
 * reach together, less what one reaches, so that what they share counts once. Reads data properties
 * only and runs no code of theirs; hidden fields are not seen. Null where entries cannot be listed.
 */
export function leastBytesPerEntry(kind: CollectionKind, target: object): number | null {
  const entries = kind === 'object' ? [] : sampleEntries(kind, target, entriesWeighed, 'newest');
  if (entries.length < 2) return null;
  const together = weigh(entries);
  const alone = weigh(entries.slice(0, 1));
  return Math.max(slot, (together - alone) / (entries.length - 1));
}

function weigh(roots: readonly unknown[]): number {
  const seen = new Set<object>();
  const pending: unknown[] = roots.toReversed();
  let bytes = 0;
  for (let opened = 0; pending.length > 0 && opened < nodes;) {
    const value = pending.pop();
    if (typeof value === 'string') bytes += header + value.length;
    else if (typeof value === 'function') bytes += seen.has(value) ? 0 : closure;
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) continue;
    if (seen.has(value)) continue;
    seen.add(value);
    if (typeof value === 'function' || types.isProxy(value)) continue;
    opened++;
    bytes += open(value, pending);
  }
  return bytes;
}

/** Bytes of one object alone; what it refers to is put on the list. */
function open(value: object, pending: unknown[]): number {
  if (ArrayBuffer.isView(value)) {
    pending.push(value.buffer);
    return header + 3 * slot;
  }
  if (types.isAnyArrayBuffer(value)) return header + value.byteLength;
  if (types.isMap(value)) {
    pending.push(...firstOf(Map.prototype.entries.call(value), entriesWeighed));
    return header + 5 * slot * value.size;
  }
  if (types.isSet(value)) {
    pending.push(...firstOf(Set.prototype.values.call(value), entriesWeighed));
    return header + 4 * slot * value.size;
  }
  if (Array.isArray(value)) {
    pending.push(...sampleEntries('array', value, breadth, 'oldest'));
    return header + slot * value.length;
  }
  const keys = Object.keys(value);
  for (const key of keys.slice(0, breadth)) pending.push(dataOf(value, key));
  return header + slot * keys.length;
}
