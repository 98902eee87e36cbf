import { isProxy } from 'node:util/types';
import type { Scope } from './peephole.ts';

const internals = new WeakSet<object>();
/** Variables that only modules of Node itself have. */
const ownWords =
  /^(primordials|internalBinding|[A-Z]\w*Prototype[A-Z]\w*|Safe(Map|Set|WeakMap|WeakSet|StringIterator|PromiseAll\w*)|ERR_[A-Z_]+)$/;

/** Whether a function is one of Node's own modules, judged by the variables it sees. */
export function isOfNode(scopes: readonly Scope[]): boolean {
  return scopes.some(({ variables }) => Object.keys(variables).some((name) => ownWords.test(name)));
}

/** Remembers a function as Node's or the engine's own, so that it is asked about once. */
export function markInternal(target: object): void {
  internals.add(target);
}

export function isInternal(target: object): boolean {
  return internals.has(target);
}

/** The class of an object by its prototype's own field, without running a getter; undefined for none. */
export function classOf(target: object): object | undefined {
  let prototype = Object.getPrototypeOf(target) as object | null;
  for (let steps = 0; prototype && steps < 16 && !isProxy(prototype); steps++) {
    const found: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (typeof found === 'function') return found;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return undefined;
}
