import { DiscoveryService } from '@nestjs/core';
import { memoryNestErrors } from '../memory-nestjs.errors.ts';
import type { AppCaches } from './app-caches.ts';
import { boundMethods } from './memory-bound.ts';

/**
 * Gives every memoised method of the application's providers and controllers its cache. Throws
 * `MEM_BOUND_TARGET_INVALID` for a provider that is made anew for each request.
 */
export function bindMethods(discovery: DiscoveryService, caches: AppCaches): void {
  const bound = new Set<object>();
  for (const wrapper of [...discovery.getProviders(), ...discovery.getControllers()]) {
    const instance: unknown = wrapper.instance;
    if (typeof instance !== 'object' || instance === null || bound.has(instance)) continue;
    const methods = boundMethods(Object.getPrototypeOf(instance) as object | null);
    if (methods.length === 0) continue;
    bound.add(instance);
    if (wrapper.isTransient || !wrapper.isDependencyTreeStatic()) {
      const names = methods.map(({ name }) => String(name)).join(', ');
      throw memoryNestErrors.boundTarget(
        `${wrapper.name} is not a singleton, and has it on ${names}.`,
      );
    }
    for (const method of methods) method.bind(instance, caches);
  }
}
