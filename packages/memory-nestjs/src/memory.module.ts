import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { createGovernor } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from './governor-token.ts';
import { MemoryManagementInterceptor } from './memory-management.interceptor.ts';
import { MEMORY_OPTIONS } from './memory-module-options.ts';
import type { MemoryModuleOptions } from './memory-module-options.ts';

/**
 * Gives one governor to the whole application under the token `GOVERNOR`. A governor that the module
 * makes itself is started with the module and stopped with the application.
 */
@Module({})
export class MemoryModule implements OnApplicationShutdown {
  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    @Inject(MEMORY_OPTIONS) private readonly options: MemoryModuleOptions,
  ) {}

  /** The module for the root of an application; its exports are global. */
  static forRoot(options: MemoryModuleOptions = {}): DynamicModule {
    return {
      module: MemoryModule,
      global: true,
      providers: [
        { provide: MEMORY_OPTIONS, useValue: options },
        {
          provide: GOVERNOR,
          useFactory: () => options.governor ?? createGovernor(options.options).start(),
        },
        MemoryManagementInterceptor,
      ],
      exports: [GOVERNOR, MEMORY_OPTIONS, MemoryManagementInterceptor],
    };
  }

  onApplicationShutdown(): void {
    if (this.options.governor === undefined) this.governor[Symbol.dispose]();
  }
}
