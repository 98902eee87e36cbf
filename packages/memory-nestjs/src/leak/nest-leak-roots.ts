import { Inject, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { LeakRoot } from '@lexiflow/memory';

/** Nest's own module, whose providers are the framework itself. */
const FRAMEWORK_MODULE = 'InternalCoreModule';

/**
 * The objects of an application that live as long as it does: singleton providers, controllers and
 * modules, each once, under its class name or token. Calls no code of theirs.
 */
@Injectable()
export class NestLeakRoots {
  readonly #modules: ModulesContainer;

  constructor(@Inject(ModulesContainer) modules: ModulesContainer) {
    this.#modules = modules;
  }

  /** The roots now; lazily loaded modules are in it from their loading on. O(providers). */
  list(): LeakRoot[] {
    const roots = new Map<object, LeakRoot>();
    for (const module of this.#modules.values()) {
      if (module.name === FRAMEWORK_MODULE) continue;
      for (const wrapper of [...module.providers.values(), ...module.controllers.values()]) {
        // Providers of a request or with a request in their dependencies live and die with it.
        if (!wrapper.isDependencyTreeStatic() || wrapper.isTransient) continue;
        const value: unknown = wrapper.instance;
        if (typeof value !== 'object' || value === null || value === this.#modules) continue;
        if (!roots.has(value)) roots.set(value, { name: nameOf(value, wrapper.name), value });
      }
    }
    return [...roots.values()];
  }
}

/** The class of a plain token's value says more than the token; a factory's plain object has none. */
function nameOf(value: object, token: unknown): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const made = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor');
  const name = typeof made?.value === 'function' ? (made.value as { name: string }).name : '';
  return name === '' || name === 'Object' ? String(token) : name;
}
