import { detachString, shortestView } from './detach-string.ts';
import * as layout from './heap-layout.ts';
import { cacheLimits } from './cache.limits.ts';

/**
 * How far strings are detached from larger parents on insert: `deep` in plain objects, arrays, maps
 * and sets too, `value` only a value that is itself a string, `none` not at all.
 */
export type DetachMode = 'deep' | 'value' | 'none';

/** Answer of {@link weighValue}. */
export interface WeighedValue<V> {
  /** The value to hold; differs from the given one only where that is a string. */
  readonly value: V;
  /** Estimated bytes that the value keeps alive. */
  readonly bytes: number;
}

/**
 * Estimates what a value keeps alive, from V8's object layout; objects reached twice count once.
 * With `deep` every string inside plain objects, arrays, Maps and Sets is replaced in place by a
 * detached equal one and the whole value is walked, O(nodes). Otherwise containers beyond
 * `cacheLimits.weighedNodes` are sampled at random places, so a large value costs a bounded time.
 */
export function weighValue<V>(value: V, detach: DetachMode): WeighedValue<V> {
  if (typeof value === 'string') {
    const held = detach === 'none' ? value : (detachString(value) as V & string);
    return { value: held, bytes: layout.stringBytes(held) };
  }
  if (typeof value !== 'object' || value === null) {
    return { value, bytes: primitiveBytes(value) };
  }
  return { value, bytes: new Walk(detach === 'deep').run(value) };
}

function primitiveBytes(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return layout.stringBytes(value);
    case 'number':
      return layout.numberBytes(value);
    case 'bigint':
      return layout.bigintBytes(value);
    case 'symbol':
      return layout.symbolBytes;
    case 'function':
      return layout.functionBytes;
    default:
      return 0;
  }
}

/** One estimate under way. An explicit stack, so depth cannot overflow the call stack. */
class Walk {
  readonly #detach: boolean;
  readonly #seen = new Set<object>();
  readonly #pending: object[] = [];
  /** How many real nodes a visited node of the same depth stands for. */
  readonly #weights: number[] = [];
  #bytes = 0;
  #nodes = 0;
  #weight = 1;

  constructor(detach: boolean) {
    this.#detach = detach;
  }

  run(root: object): number {
    this.#queue(root, 1);
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) {
      this.#weight = this.#weights.pop()!;
      this.#nodes++;
      this.#bytes += this.#weight * this.#open(next);
    }
    return Math.ceil(this.#bytes);
  }

  #queue(value: object, weight: number): void {
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    this.#pending.push(value);
    this.#weights.push(weight);
  }

  /** Bytes of one object alone; what it refers to is queued. */
  #open(value: object): number {
    if (Array.isArray(value)) return this.#openArray(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return this.#openFields(value as Fields, false);
    if (prototype === null) return this.#openFields(value as Fields, true);
    if (value instanceof Map) return this.#openMap(value);
    if (value instanceof Set) return this.#openSet(value);
    if (ArrayBuffer.isView(value)) return layout.viewBytes + this.#openBuffer(value.buffer);
    if (value instanceof ArrayBuffer) return this.#openBuffer(value);
    if (value instanceof Date) return layout.dateBytes;
    if (value instanceof RegExp) return layout.regExpBytes;
    return this.#openFields(value as Fields, false);
  }

  #openFields(value: Fields, isDictionary: boolean): number {
    const keys = Object.keys(value);
    const step = this.#stepFor(keys.length);
    for (let i = this.#start(step); i < keys.length; i += step) {
      const key = keys[i]!;
      const field = value[key];
      const held = this.#reach(field, step, false);
      if (held !== field) tryAssign(value, key, held);
    }
    return isDictionary ? layout.dictionaryBytes(keys.length) : layout.objectBytes(keys.length);
  }

  #openArray(value: unknown[]): number {
    const step = this.#stepFor(value.length);
    // An array of numbers alone keeps them in place: 8 bytes each, never boxed.
    const hasNumbersOnly = typeof value[0] === 'number' && value.every(isNumber);
    if (!hasNumbersOnly) {
      for (let i = this.#start(step); i < value.length; i += step) {
        const held = this.#reach(value[i], step, false);
        if (held !== value[i]) tryAssign(value as unknown as Fields, i, held);
      }
    }
    return layout.arrayBytes(value.length);
  }

  #openMap(value: Map<unknown, unknown>): number {
    const step = this.#stepFor(value.size * 2);
    let i = this.#start(step);
    for (const [key, item] of value) {
      if (i++ % step !== 0) continue;
      this.#reach(key, step, true);
      const held = this.#reach(item, step, false);
      if (held !== item) value.set(key, held);
    }
    return layout.hashTableBytes(value.size, 3);
  }

  #openSet(value: Set<unknown>): number {
    const step = this.#stepFor(value.size);
    let i = this.#start(step);
    for (const item of value) {
      if (i++ % step === 0) this.#reach(item, step, true);
    }
    return layout.hashTableBytes(value.size, 2);
  }

  /** A view of a pooled buffer keeps the whole pool alive, so the whole of it counts. */
  #openBuffer(buffer: ArrayBufferLike): number {
    if (this.#seen.has(buffer)) return 0;
    this.#seen.add(buffer);
    return layout.arrayBufferBytes + buffer.byteLength;
  }

  /** Accounts one referred value and answers what should stand in its place. */
  #reach(value: unknown, step: number, isFixed: boolean): unknown {
    if (typeof value === 'object' && value !== null) {
      this.#queue(value, this.#weight * step);
      return value;
    }
    let held = value;
    if (this.#detach && !isFixed && typeof value === 'string' && value.length >= shortestView) {
      held = detachString(value);
    }
    this.#bytes += this.#weight * step * primitiveBytes(held);
    return held;
  }

  /** Every how many elements one is looked at: 1 until the budget of nodes is near. */
  #stepFor(length: number): number {
    if (this.#detach) return 1;
    const left = Math.max(32, cacheLimits.weighedNodes.value - this.#nodes - this.#pending.length);
    return Math.max(1, Math.ceil(length / left));
  }

  #start(step: number): number {
    return step === 1 ? 0 : Math.floor(Math.random() * step);
  }
}

type Fields = Record<string | number, unknown>;

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

/** A frozen object or a property without a setter keeps the string it has. */
function tryAssign(target: Fields, key: string | number, value: unknown): void {
  try {
    target[key] = value;
  } catch {
    // Nothing to do: the estimate has counted the string as it stands.
  }
}
