import { isProxy, isTypedArray } from 'node:util/types';

const boundName =
  /^[#_]*(max|maximum|limit|capacity|(max|maximum|limit)_?(of_?)?(size|entries|items|length|keys|count|elements|capacity|records|idle)|(size|entry|entries|item|items|cache|queue|length|history|buffer)_?(limit|max|capacity)|high_?water_?mark)$/i;
const optionsName = /^[#_]*(options?|opts|config|settings|limits?)$/i;

/** Whether a field of this name says how many entries its holder keeps: `max`, `#maxSize`, `capacity` … */
export function isBoundName(name: string): boolean {
  return boundName.test(name);
}

/** Whether a field of this name may hold the bound among other options. */
export function isOptionsName(name: string): boolean {
  return optionsName.test(name);
}

/** The bounds that a holder's fields state; its options count too. Getters are not run. */
export function statedBounds(
  fields: readonly (readonly [name: string, value: unknown])[],
): number[] {
  const bounds: number[] = [];
  for (const [name, value] of fields) {
    if (isBoundName(name)) bounds.push(...numbersIn(value));
    else if (isOptionsName(name) && isPlain(value)) {
      for (const [option, each] of dataFields(value)) {
        if (isBoundName(option)) bounds.push(...numbersIn(each));
      }
    }
  }
  return [...bounds, ...slotCounts(fields)];
}

/**
 * How many slots a structure has made beforehand: lists and typed arrays of one length side by side,
 * as lru-cache keeps them. Its names say nothing in the compressed form it is published in.
 */
function slotCounts(fields: readonly (readonly [name: string, value: unknown])[]): number[] {
  const values = fields.map(([, value]) => value);
  const lists = values.filter((value) => Array.isArray(value)).map(({ length }) => length);
  const typed = values.filter((value) => isTypedArray(value)).map(({ length }) => length);
  return [...new Set(typed.filter((length) => length > 0 && lists.includes(length)))];
}

/** The smallest of the bounds that the collection keeps to as it stands; null where it keeps to none. */
export function keptBound(bounds: readonly number[], size: number): number | null {
  const kept = bounds.filter((bound) => bound >= size);
  return kept.length === 0 ? null : Math.min(...kept);
}

function numbersIn(value: unknown): number[] {
  return typeof value === 'number' && value >= 1 && Number.isFinite(value) ? [value] : [];
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function* dataFields(value: object): Generator<readonly [string, unknown]> {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    yield [name, descriptor.value];
  }
}
