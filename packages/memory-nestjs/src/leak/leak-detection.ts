import type { FactoryProvider } from '@nestjs/common';
import { LeakDetective } from '@lexiflow/memory';
import type { Governor, LeakDetectiveOptions } from '@lexiflow/memory';
import { GOVERNOR } from '../governor-token.ts';
import { MEMORY_OPTIONS } from '../memory-module-options.ts';
import type { MemoryModuleOptions } from '../memory-module-options.ts';
import { NestLeakRoots } from './nest-leak-roots.ts';

/** How the detective of an application works; its roots are the application's providers. */
export type LeakDetectionOptions = Omit<LeakDetectiveOptions, 'roots' | 'governor'>;

/** The detective of the application; null where `leakDetection` is off. */
export const leakDetectiveProvider: FactoryProvider<LeakDetective | null> = {
  provide: LeakDetective,
  inject: [GOVERNOR, MEMORY_OPTIONS, NestLeakRoots],
  useFactory: (
    governor: Governor,
    { leakDetection = false }: MemoryModuleOptions,
    roots: NestLeakRoots,
  ) => {
    if (leakDetection === false) return null;
    const options = leakDetection === true ? {} : leakDetection;
    return new LeakDetective({ ...options, governor, roots: () => roots.list() });
  },
};
