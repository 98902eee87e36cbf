import * as is from 'node:util/types';
import { entryBound } from '../../bounded/entry-bound.ts';
import type { EntryBounded } from '../../bounded/entry-bound.ts';
import type { CollectionKind, FoundCollection } from '../found-collection.ts';
import type { LeakRoot } from '../leak-root.ts';
import { chainFrom, noteChain } from './chain.ts';
import { ClassReader } from './class-reader.ts';
import { builtInShape, listenersOf } from './collection-shape.ts';
import { keptBound, statedBounds } from './declared-bound.ts';
import { inspectorLimits } from './inspector.limits.ts';
import { classOf } from './node-internals.ts';
import { ownFields } from './own-fields.ts';
import type { Field } from './own-fields.ts';
import type { FunctionParts, Peephole } from './peephole.ts';
import { isObject, sampleEntries } from './sample-entries.ts';
import { tallyOf } from './tally.ts';

interface Stop {
  readonly value: object;
  readonly path: string;
  readonly depth: number;
  /** What holders on the way said about how many entries they keep. */
  readonly bounds: readonly number[];
}

interface Found extends FoundCollection {
  readonly size: number;
}

const ofEmitters = new Set(['_events', '_eventsCount', '_maxListeners', 'domain']);
/** Objects with more fields than are listed twice. */
const dear = new WeakSet<object>();

/** One search through what roots reach, nearest first, that can be interrupted between two objects. */
export class CollectionWalk {
  readonly #reader = new ClassReader();
  readonly #seen: WeakSet<object>;
  readonly #queue: Stop[] = [];
  readonly #found: Found[] = [];
  #next = 0;
  #wasCut = false;

  constructor(roots: Iterable<LeakRoot>, skip: Iterable<object>) {
    this.#seen = new WeakSet([globalThis, process, console, ...skip]);
    for (const { name, value } of roots) {
      if (this.#queue.length >= inspectorLimits.roots.value) {
        this.#wasCut = true;
        break;
      }
      this.#push(value, name, -1, []);
    }
  }

  get isDone(): boolean {
    return this.#next >= this.#queue.length;
  }

  /** Whether something was left out because a bound was reached. */
  get wasCut(): boolean {
    return this.#wasCut || this.#reader.wasCut || !this.isDone;
  }

  /** What was found so far; where that is more than `most`, the largest. */
  found(most: number): FoundCollection[] {
    if (this.#found.length <= most) return this.#found;
    this.#wasCut = true;
    return this.#found.toSorted((a, b) => b.size - a.size).slice(0, most);
  }

  /** Enters the next object. The peephole must stay open until it returns. */
  step(peephole: Peephole | undefined): void {
    const stop = this.#queue[this.#next]!;
    this.#queue[this.#next++] = undefined as never;
    if (this.#next > inspectorLimits.objects.value) {
      this.#wasCut = true;
      this.#queue.length = this.#next = 0;
      return;
    }
    this.#reader.peephole = peephole;
    try {
      if (typeof stop.value === 'function') this.#enterFunction(stop);
      else this.#enterObject(stop);
    } catch {
      // An object with behaviour of its own that refuses to be looked at.
      this.#wasCut = true;
    }
  }

  #push(value: unknown, path: string, depth: number, bounds: readonly number[]): void {
    if (!isObject(value) || is.isProxy(value) || this.#seen.has(value)) return;
    if (depth >= inspectorLimits.depth.value) return;
    this.#seen.add(value);
    this.#queue.push({ value, path, depth: depth + 1, bounds });
  }

  #pushFields(fields: Iterable<Field>, from: Stop, bounds = from.bounds, sign = '.'): void {
    for (const [name, value] of fields) {
      this.#push(value, `${from.path}${sign}${name}`, from.depth, bounds);
    }
  }

  /** Texts and linked lists are no objects that a census could count later: this search counts them. */
  #noteTallies(
    fields: readonly Field[],
    { value: holder, path }: Stop,
    bounds: readonly number[],
    sign = '.',
  ): void {
    for (const [name, value] of fields) {
      if (typeof value === 'string' && value.length >= inspectorLimits.bytes.value) {
        const tally = tallyOf(holder, name);
        tally.size = value.length;
        const place = { value: tally, path: `${path}${sign}${name}`, depth: 0, bounds: [] };
        this.#note('bytes', place, tally.size);
      }
      if (!isObject(value) || is.isProxy(value) || isNode(holder, name, value)) continue;
      const chain = chainFrom(value);
      if (!chain) continue;
      const tally = tallyOf(holder, name);
      noteChain(tally, value, chain);
      const place = { value: tally, path: `${path}${sign}${name}`, depth: 0, bounds };
      this.#note('chain', place, chain.length);
    }
  }

  #note(kind: CollectionKind, { path, value, bounds }: Stop, size: number, suffix = ''): void {
    const declaredBound = keptBound(bounds, size);
    const target = new WeakRef(value);
    this.#found.push({ path: path + suffix, kind, target, declaredBound, size });
  }

  #enterObject(stop: Stop): void {
    const { value } = stop;
    if (is.isPromise(value) || is.isExternal(value) || is.isWeakMap(value)) return;
    const shape = builtInShape(value);
    if (shape) this.#note(shape.kind, stop, shape.size);
    for (const [label, entry] of sampleEntries(value)) {
      this.#push(entry, stop.path + label, stop.depth, []);
    }
    this.#enterListeners(stop);
    if (Array.isArray(value) || is.isArrayBufferView(value) || is.isAnyArrayBuffer(value)) return;
    const ofClass = classOf(value);
    if (ofClass === undefined || ofClass === Object) this.#enterPlain(stop);
    else this.#enterInstance(stop, ofClass);
  }

  #enterPlain(stop: Stop): void {
    if (dear.has(stop.value)) return this.#note('object', stop, inspectorLimits.listedKeys.value);
    const { fields, count } = ownFields(stop.value);
    if (count > inspectorLimits.listedKeys.value) dear.add(stop.value);
    const isTable = count >= inspectorLimits.dictionaryKeys.value;
    if ((isTable || count === 0) && Object.isExtensible(stop.value)) {
      this.#note('object', stop, count);
    }
    if (!isTable) {
      const bounds = [...stop.bounds, ...statedBounds(fields)];
      this.#noteTallies(fields, stop, bounds);
      return this.#pushFields(fields, stop, bounds);
    }
    for (const [place, [, value]] of fields.entries()) {
      if (place >= inspectorLimits.sampledEntries.value && typeof value !== 'function') continue;
      this.#push(value, `${stop.path}[${place}]`, stop.depth, []);
    }
  }

  #enterInstance(stop: Stop, ofClass: object): void {
    const { value, bounds } = stop;
    const parts = this.#reader.partsOf(ofClass);
    const isBuiltIn = is.isMap(value) || is.isSet(value);
    if (isBuiltIn && !parts) return;
    const { fields, count } = ownFields(value);
    if (!parts) {
      // Node's own objects: only the functions that were given to them, and who listens to an abort.
      const given = fields.filter(([, each]) => typeof each === 'function');
      if (value instanceof AbortController) given.push(['signal', readSignal.call(value)]);
      return this.#pushFields(given, stop, []);
    }
    this.#push(ofClass, stop.path, stop.depth, []);
    if (count >= inspectorLimits.properties.value) this.#note('object', stop, count);
    const all = [...fields, ...this.#reader.hiddenFields(value)];
    const own = (value as Partial<EntryBounded>)[entryBound];
    const kept = [...bounds, ...(own === undefined ? statedBounds(all) : [own])];
    this.#noteTallies(all, stop, kept);
    this.#pushFields(
      all.filter(([name]) => !ofEmitters.has(name)),
      stop,
      kept,
    );
  }

  #enterListeners(stop: Stop): void {
    const events = listenersOf(stop.value);
    if (!events) return;
    let size = 0;
    for (const { event, count, sample } of events) {
      size += count;
      for (const listener of sample) {
        this.#push(listener, `${stop.path} listeners(${event})`, stop.depth, []);
      }
    }
    this.#note('listeners', { ...stop, bounds: [] }, size, ' listeners');
  }

  #enterFunction(reached: Stop): void {
    const parts = this.#reader.partsOf(reached.value);
    if (!parts) return;
    const stop = { ...reached, path: this.#reader.classNameOf(reached.value) ?? reached.path };
    const statics = this.#reader.staticsOf(stop.value);
    const bounds = statedBounds(statics);
    this.#noteTallies(statics, stop, bounds);
    this.#pushFields(statics, stop, bounds);
    this.#pushFields(this.#reader.wrappedMethods(stop.value), stop, []);
    this.#enterScopes(stop, parts);
    const base: unknown = Object.getPrototypeOf(stop.value);
    if (base !== Function.prototype) this.#push(base, stop.path, stop.depth, []);
  }

  #enterScopes(stop: Stop, { scopes, bound }: FunctionParts): void {
    for (const { kind, variables } of scopes) {
      const { fields, count } = ownFields(variables);
      if (count > inspectorLimits.properties.value) this.#wasCut = true;
      const bounds = kind === 'closure' ? statedBounds(fields) : [];
      this.#noteTallies(fields, stop, bounds, ` → ${kind} `);
      this.#pushFields(fields, stop, bounds, ` → ${kind} `);
    }
    for (const value of bound) this.#push(value, `${stop.path} → bound`, stop.depth, []);
  }
}

/** Whether the holder is itself part of the chain that begins in its field. */
function isNode(holder: object, field: string, value: object): boolean {
  return (
    Object.hasOwn(value, field) && Object.getPrototypeOf(holder) === Object.getPrototypeOf(value)
  );
}

const { get: readSignal } = Object.getOwnPropertyDescriptor(
  AbortController.prototype,
  'signal',
) as unknown as { readonly get: (this: AbortController) => AbortSignal };
