import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ApplicationConfig, ModuleRef, ModulesContainer } from '@nestjs/core';
import type { LeakRoot } from '@lexiflow/memory';

type Wrapper = ReturnType<ModulesContainerModule['providers']['get']> & object;
type ModulesContainerModule = ReturnType<ModulesContainer['get']> & object;

/**
 * The objects of an application that live as long as it: its singleton providers, controllers,
 * guards, interceptors and middleware, by class name. Nothing of them is called: no getter, no
 * proxy. What Nest itself is made of is left out.
 */
@Injectable()
export class NestLeakRoots {
  constructor(private readonly modules: ModulesContainer) {}

  /** As they are now; the second object of a class is `Name#2`. O(providers). */
  list(): LeakRoot[] {
    const roots: LeakRoot[] = [];
    const seen = new Set<object>();
    const timesNamed = new Map<string, number>();
    for (const module of this.modules.values()) {
      if (module.metatype.name === 'InternalCoreModule') continue;
      for (const wrapper of wrappersOf(module)) {
        const value = singletonOf(wrapper);
        if (value === null || seen.has(value)) continue;
        seen.add(value);
        const name = classNameOf(value) ?? tokenName(wrapper);
        const times = (timesNamed.get(name) ?? 0) + 1;
        timesNamed.set(name, times);
        roots.push({ name: times === 1 ? name : `${name}#${times}`, value });
      }
    }
    return roots;
  }
}

function* wrappersOf(module: ModulesContainerModule): Generator<Wrapper> {
  for (const group of [
    module.providers,
    module.controllers,
    module.injectables,
    module.middlewares,
  ]) {
    yield* group.values() as Iterable<Wrapper>;
  }
}

/** The one object of a provider, or null: made for each request, no object, or a part of Nest. */
function singletonOf(wrapper: Wrapper): object | null {
  if (wrapper.isTransient || !wrapper.isDependencyTreeStatic()) return null;
  const value: unknown = wrapper.instance;
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return null;
  const isNest =
    value instanceof ModuleRef ||
    value instanceof ApplicationConfig ||
    value instanceof ModulesContainer;
  return isNest ? null : value;
}

/** The class of an object, read without running anything of it; null for plain objects. */
function classNameOf(value: object): string | null {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return null;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || types.isProxy(made)) return null;
  const name: unknown = Object.getOwnPropertyDescriptor(made, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : null;
}

/** What an application calls an object without a class: the token that it is injected by. */
function tokenName({ token }: Wrapper): string {
  if (typeof token === 'symbol') return token.description ?? 'symbol';
  return typeof token === 'string' ? token : 'provider';
}
