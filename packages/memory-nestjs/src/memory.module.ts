import { Inject, Module } from '@nestjs/common';
import type {
  DynamicModule,
  FactoryProvider,
  OnApplicationBootstrap,
  OnApplicationShutdown,
  OnModuleInit,
  Provider,
} from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, DiscoveryService, HttpAdapterHost } from '@nestjs/core';
import { HeapSnapshots, LeakDetective } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import { AppCaches } from './caches/app-caches.ts';
import { bindMethods } from './caches/bind-methods.ts';
import { cacheProvider } from './caches/feature-cache.ts';
import type { FeatureCache } from './caches/feature-cache.ts';
import { MemoryDocuments } from './endpoints/memory-documents.ts';
import { memoryController } from './endpoints/memory-endpoints.ts';
import { GOVERNOR } from './governor-token.ts';
import { MemoryHealthIndicator } from './health/memory-health.indicator.ts';
import { MemoryMonitoringService } from './health/memory-monitoring.service.ts';
import { leakDetectiveProvider } from './leak/leak-detection.ts';
import { NestLeakRoots } from './leak/nest-leak-roots.ts';
import {
  checkAsyncOptions,
  checkMadeOptions,
  checkRootOptions,
  MEMORY_OPTIONS,
} from './memory-module-options.ts';
import type {
  MemoryModuleAsyncOptions,
  MemoryModuleOptions,
  MemoryModuleParts,
} from './memory-module-options.ts';
import { borrowGovernor, leaseGovernor } from './process-governor.ts';
import type { GovernorLease } from './process-governor.ts';
import { acceptStreams, installStreams } from './streams/install-streams.ts';
import { StreamProcessingMiddleware } from './streams/stream-processing.middleware.ts';
import { CallAdmission } from './request/call-admission.ts';
import { MemoryAdmissionGuard } from './request/memory-admission.guard.ts';
import { MemoryManagementInterceptor } from './request/memory-management.interceptor.ts';

const LEASE = Symbol.for('lexiflow:memory:lease');

const parts: readonly Provider[] = [
  {
    provide: LEASE,
    inject: [MEMORY_OPTIONS],
    useFactory: ({ governor, options }: MemoryModuleOptions): GovernorLease =>
      governor === undefined ? leaseGovernor(options) : borrowGovernor(governor),
  },
  {
    provide: GOVERNOR,
    inject: [LEASE],
    useFactory: ({ governor }: GovernorLease): Governor => governor,
  },
  {
    provide: AppCaches,
    inject: [GOVERNOR],
    useFactory: (governor: Governor): AppCaches => new AppCaches(governor),
  },
  {
    provide: HeapSnapshots,
    inject: [GOVERNOR],
    useFactory: (host: Governor): HeapSnapshots => new HeapSnapshots({ host }),
  },
  NestLeakRoots,
  leakDetectiveProvider,
  CallAdmission,
  MemoryManagementInterceptor,
  StreamProcessingMiddleware,
  MemoryMonitoringService,
  MemoryHealthIndicator,
];

const exported = [
  GOVERNOR,
  MEMORY_OPTIONS,
  AppCaches,
  HeapSnapshots,
  LeakDetective,
  NestLeakRoots,
  CallAdmission,
  MemoryManagementInterceptor,
  StreamProcessingMiddleware,
  MemoryMonitoringService,
  MemoryHealthIndicator,
];

/** The caches of one feature; they belong to the application and end with it. */
@Module({})
class MemoryFeatureModule {}

/**
 * Gives one governor to the whole application under the token `GOVERNOR`, and with it caches,
 * admission, health and figures. A governor that the module makes itself is started at once, shared
 * by all applications of the process and stopped with the last of them.
 */
@Module({})
export class MemoryModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(LEASE) private readonly lease: GovernorLease,
    private readonly caches: AppCaches,
    private readonly discovery: DiscoveryService,
    @Inject(LeakDetective) private readonly detective: LeakDetective | null,
    @Inject(MEMORY_OPTIONS) private readonly options: MemoryModuleOptions,
    private readonly http: HttpAdapterHost,
    streams: StreamProcessingMiddleware,
  ) {
    // Here, since the platform's parsers take their places when the application is initialised.
    if (options.bodies !== undefined) installStreams(http.httpAdapter, streams);
  }

  /** The module for the root of an application; its exports are global. Unknown options are refused. */
  static forRoot(options: MemoryModuleOptions & MemoryModuleParts = {}): DynamicModule {
    const useFactory = () => checkRootOptions(options);
    return assemble(options, { provide: MEMORY_OPTIONS, useFactory });
  }

  /** The same with options that are injected or waited for. */
  static forRootAsync(options: MemoryModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory } = checkAsyncOptions(options);
    const module = assemble(options, {
      provide: MEMORY_OPTIONS,
      inject: [...inject],
      useFactory: async (...injected: unknown[]) => checkMadeOptions(await useFactory(...injected)),
    });
    return { ...module, imports: [...(module.imports ?? []), ...imports] };
  }

  /** Caches for `@InjectCache(name)` in the module that imports this. Each needs a bound. */
  static forFeature(caches: readonly FeatureCache[]): DynamicModule {
    const providers = caches.map(cacheProvider);
    return {
      module: MemoryFeatureModule,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }

  onModuleInit(): void {
    bindMethods(this.discovery, this.caches);
    if (this.options.bodies !== undefined) acceptStreams(this.http.httpAdapter);
  }

  onApplicationBootstrap(): void {
    this.lease.booted();
    this.detective?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await this.detective?.stop();
      this.caches.close();
    } finally {
      this.lease.release();
    }
  }
}

function assemble(
  { admission = true, endpoints }: MemoryModuleParts,
  options: FactoryProvider,
): DynamicModule {
  return {
    module: MemoryModule,
    global: true,
    imports: [DiscoveryModule, ...(endpoints?.imports ?? [])],
    controllers: endpoints === undefined ? [] : [memoryController(endpoints)],
    providers: [
      options,
      ...parts,
      ...(endpoints === undefined ? [] : [MemoryDocuments]),
      ...(admission ? [{ provide: APP_GUARD, useClass: MemoryAdmissionGuard }] : []),
    ],
    exports: exported,
  };
}
