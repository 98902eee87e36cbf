import { isProxy } from 'node:util/types';
import { builtInShape } from './collection-shape.ts';
import { inspectorLimits } from './inspector.limits.ts';
import { dataField } from './own-fields.ts';
import type { Tally } from './tally.ts';

/** Objects of one kind that refer to each other by one field. */
export interface Chain {
  readonly length: number;
  readonly last: object;
}

/**
 * Follows the field by which an object refers to one of its own kind, and that one to the next; undefined
 * where that is shorter than `inspectorLimits.dictionaryKeys`. Ends after `inspectorLimits.chainNodes`
 * and at a cycle. Runs no getter. O(length).
 */
export function chainFrom(first: object): Chain | undefined {
  if (builtInShape(first) || typeof first === 'function') return undefined;
  const prototype: unknown = Object.getPrototypeOf(first);
  const isLink = (value: unknown): value is object =>
    typeof value === 'object' &&
    value !== null &&
    !isProxy(value) &&
    Object.getPrototypeOf(value) === prototype;
  const keys = Object.keys(first);
  if (keys.length > mostFields) return undefined;
  for (const key of keys) {
    const next = dataField(first, key);
    if (!isLink(next) || !Object.hasOwn(next, key)) continue;
    const chain = follow(first, key, isLink);
    if (chain.length >= inspectorLimits.dictionaryKeys.value) return chain;
  }
  return undefined;
}

/** Nodes are small; an object with more fields is something else. */
const mostFields = 16;

function follow(first: object, key: string, isLink: (value: unknown) => value is object): Chain {
  let last = first;
  let length = 1;
  // A mark that is moved ahead at every power of two meets every cycle (Brent 1980).
  let mark = first;
  for (; length < inspectorLimits.chainNodes.value; length++) {
    const next = dataField(last, key);
    if (!isLink(next) || next === mark) break;
    if ((length & (length - 1)) === 0) mark = next;
    last = next;
  }
  return { length, last };
}

/** Writes down a chain: its anchor is the end that was there before. */
export function noteChain(tally: Tally, first: object, { length, last }: Chain): void {
  tally.size = length;
  const anchor = tally.anchor.deref();
  if (anchor !== first && anchor !== last) {
    // Whether it grows at its head or at its tail shows the next time.
    tally.anchor = new WeakRef(tally.first?.deref() === first ? first : last);
  }
  tally.first = new WeakRef(first);
}
