import { copyString, detachString, isWide, shortestView } from './detach-string.ts';
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
    const isWideText = isWide(value);
    const held = detach === 'none' ? value : (copyString(value, isWideText) as V & string);
    return { value: held, bytes: layout.textBytes(value.length, isWideText) };
  }
  if (typeof value !== 'object' || value === null) {
    return { value, bytes: primitiveBytes(value) };
  }
  return { value, bytes: new Walk(value, detach === 'deep').run() };
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
  /** The first objects met: comparing with a few costs less than a Set, which also gives each a hash. */
  readonly #few: object[] = [];
  /** Those beyond. */
  #seen: Set<object> | null = null;
  readonly #pending: object[] = [];
  /** How many real nodes a pending node stands for. */
  readonly #weights: number[] = [];
  readonly #root: object;
  #bytes = 0;
  #nodes = 0;
  #weight = 1;

  constructor(root: object, detach: boolean) {
    this.#root = root;
    this.#detach = detach;
  }

  run(): number {
    for (let next: object | undefined = this.#root; next; next = this.#pending.pop()) {
      this.#weight = this.#weights.pop() ?? 1;
      if (++this.#nodes > cacheLimits.walkedNodes.value) return this.#giveUp();
      const own = this.#weight * this.#open(next);
      this.#bytes += own;
    }
    return Math.ceil(this.#bytes);
  }

  /** A value that reaches this far is hardly one value; what was not opened counts as empty objects. */
  #giveUp(): number {
    return Math.ceil(this.#bytes) + (1 + this.#pending.length) * layout.objectBytes(0);
  }

  #isNew(value: object): boolean {
    const few = this.#few;
    if (value === this.#root || few.includes(value)) return false;
    if (few.length < fewObjects) return few.push(value) > 0;
    const seen = (this.#seen ??= new Set());
    return !seen.has(value) && !!seen.add(value);
  }

  #queue(value: object, weight: number): void {
    if (!this.#isNew(value)) return;
    this.#pending.push(value);
    this.#weights.push(weight);
  }

  /** Bytes of one object alone; what it refers to is queued. */
  #open(value: object): number {
    if (Array.isArray(value)) return this.#openArray(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype) return this.#openFields(value as Fields, true);
    if (prototype === null) {
      this.#openFields(value as Fields, true);
      return layout.dictionaryBytes(Object.keys(value).length);
    }
    if (value instanceof Map) return this.#openMap(value);
    if (value instanceof Set) return this.#openSet(value);
    if (ArrayBuffer.isView(value)) return layout.viewBytes + this.#openBuffer(value.buffer);
    if (value instanceof ArrayBuffer) return this.#openBuffer(value);
    if (value instanceof Date) return layout.dateBytes;
    if (value instanceof RegExp) return layout.regExpBytes;
    return this.#openFields(value as Fields, false);
  }

  /** Texts of an instance of a class are weighed but not replaced: its fields are its own business. */
  #openFields(value: Fields, isPlain: boolean): number {
    const keys = Object.keys(value);
    const step = this.#stepFor(keys.length);
    for (let i = this.#start(step); i < keys.length; i += step) {
      if (isPlain) this.#reachField(value, keys[i]!, step);
      else this.#reach(value[keys[i]!], step);
    }
    return layout.objectBytes(keys.length);
  }

  #openArray(value: unknown[]): number {
    const step = this.#stepFor(value.length);
    // An array of numbers alone keeps them in place: 8 bytes each, never boxed.
    const hasNumbersOnly = typeof value[0] === 'number' && value.every(isNumber);
    if (!hasNumbersOnly) {
      const fields = value as unknown as Fields;
      for (let i = this.#start(step); i < value.length; i += step)
        this.#reachField(fields, i, step);
    }
    return layout.arrayBytes(value.length);
  }

  #openMap(value: Map<unknown, unknown>): number {
    if (this.#detach && [...value.keys()].some(mayBeView)) {
      const entries = [...value];
      value.clear();
      for (const [key, item] of entries) value.set(mayBeView(key) ? detachString(key) : key, item);
    }
    const step = this.#stepFor(value.size * 2);
    let i = this.#start(step);
    for (const [key, item] of value) {
      if (i++ % step !== 0) continue;
      this.#reach(key, step);
      if (this.#detach && mayBeView(item)) value.set(key, detachString(item));
      this.#reach(item, step);
    }
    return layout.hashTableBytes(value.size, 3);
  }

  #openSet(value: Set<unknown>): number {
    if (this.#detach && [...value].some(mayBeView)) {
      const items = [...value];
      value.clear();
      for (const item of items) value.add(mayBeView(item) ? detachString(item) : item);
    }
    const step = this.#stepFor(value.size);
    let i = this.#start(step);
    for (const item of value) {
      if (i++ % step === 0) this.#reach(item, step);
    }
    return layout.hashTableBytes(value.size, 2);
  }

  /** A view of a pooled buffer keeps the whole pool alive, so the whole of it counts. */
  #openBuffer(buffer: ArrayBufferLike): number {
    if (buffer !== this.#root && !this.#isNew(buffer)) return 0;
    return layout.arrayBufferBytes + buffer.byteLength;
  }

  #reachField(holder: Fields, key: string | number, step: number): void {
    const field = holder[key];
    if (this.#detach && mayBeView(field)) {
      const isWideText = isWide(field);
      tryAssign(holder, key, copyString(field, isWideText));
      this.#bytes += layout.textBytes(field.length, isWideText);
    } else this.#reach(field, step);
  }

  /** Accounts one referred value. */
  #reach(value: unknown, step: number): void {
    if (typeof value === 'object' && value !== null) this.#queue(value, this.#weight * step);
    else this.#bytes += this.#weight * step * primitiveBytes(value);
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

/** Objects that are looked through one by one before a Set is made for the rest. */
const fewObjects = 12;

type Fields = Record<string | number, unknown>;

/** Whether V8 may hold this as a view of a larger text. */
function mayBeView(value: unknown): value is string {
  return typeof value === 'string' && value.length >= shortestView;
}

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
