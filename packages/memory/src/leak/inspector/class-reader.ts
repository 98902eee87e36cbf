import { isProxy, isWeakMap } from 'node:util/types';
import { HiddenFields } from './hidden-fields.ts';
import { inspectorLimits } from './inspector.limits.ts';
import { classOf, isInternal, isOfNode, markInternal } from './node-internals.ts';
import { dataField, ownFields } from './own-fields.ts';
import type { Field } from './own-fields.ts';
import type { FunctionParts, Peephole } from './peephole.ts';
import { isReadable } from './is-readable.ts';

const nothing: FunctionParts = { scopes: [], bound: [], statics: [] };
const ofFunctions = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

/** Reads functions and hidden fields for one search, each function once, through the peephole that is open. */
export class ClassReader {
  readonly #parts = new WeakMap<object, FunctionParts>();
  peephole: Peephole | undefined;
  #reads = 0;
  /** Whether something was left out because there was too much of it. */
  wasCut = false;

  /** Variables a function sees; undefined for functions of Node and of the engine. */
  partsOf(target: object): FunctionParts | undefined {
    if (isInternal(target)) return undefined;
    const known = this.#parts.get(target);
    if (known) return known;
    const isNative = sourceOf(target).endsWith('{ [native code] }');
    if (isNative && !String(dataField(target, 'name')).startsWith('bound ')) {
      markInternal(target);
      return undefined;
    }
    const parts = this.#read(target);
    if (isOfNode(parts.scopes)) {
      markInternal(target);
      return undefined;
    }
    this.#parts.set(target, parts);
    return parts;
  }

  /** The name a class has given itself: it stands for itself in a path, whoever refers to it. */
  classNameOf(target: object): string | undefined {
    const name = dataField(target, 'name');
    const isNamed = typeof name === 'string' && name !== '' && sourceOf(target).startsWith('class');
    return isNamed ? name : undefined;
  }

  /** Fields of a class or function itself, hidden ones included. */
  staticsOf(target: object): Field[] {
    const { fields } = ownFields(target);
    const hidden = this.#parts.get(target)?.statics ?? [];
    return [...fields.filter(([name]) => !ofFunctions.has(name)), ...hidden];
  }

  /** Methods that are not written in their class: put in their place by a decorator or a patch. */
  wrappedMethods(ofClass: object): Field[] {
    const prototype = dataField(ofClass, 'prototype');
    if (typeof prototype !== 'object' || prototype === null || isProxy(prototype)) return [];
    const source = sourceOf(ofClass);
    return ownFields(prototype).fields.filter(
      ([, value]) =>
        typeof value === 'function' && value !== ofClass && !source.includes(sourceOf(value)),
    );
  }

  /** `#private` fields of an object, those that older compilers keep in WeakMaps too. */
  hiddenFields(target: object): Field[] {
    const classes = classesOf(target).filter((each) => this.partsOf(each));
    const fields = this.#fieldsInWeakMaps(target, classes[0]);
    if (!classes.some((each) => sourceOf(each).includes('#'))) return fields;
    const hidden = this.peephole && HiddenFields.read(this.peephole, target);
    if (!hidden) this.wasCut = true;
    return [...fields, ...(hidden ?? [])];
  }

  #read(target: object): FunctionParts {
    const mayRead = this.#reads++ < inspectorLimits.functions.value && isReadable(target);
    if (mayRead && this.peephole) return this.peephole.functionParts(target);
    this.wasCut = true;
    return nothing;
  }

  #fieldsInWeakMaps(target: object, ofClass: object | undefined): Field[] {
    const fields: Field[] = [];
    for (const { variables } of (ofClass && this.partsOf(ofClass))?.scopes ?? []) {
      for (const [name, value] of ownFields(variables).fields) {
        if (isWeakMap(value)) fields.push([name, WeakMap.prototype.get.call(value, target)]);
      }
    }
    return fields;
  }
}

function sourceOf(target: object): string {
  return Function.prototype.toString.call(target);
}

/** The class of an object and those it extends, Node's and the engine's included. */
function classesOf(target: object): object[] {
  const classes: object[] = [];
  let next: object | null | undefined = classOf(target);
  while (typeof next === 'function' && next !== Function.prototype && classes.length < 16) {
    if (isProxy(next)) break;
    classes.push(next);
    next = Object.getPrototypeOf(next) as object | null;
  }
  return classes;
}
