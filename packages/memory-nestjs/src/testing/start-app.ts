import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplication, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '../governor-token.ts';
import { MemoryModule } from '../memory.module.ts';
import type { MemoryModuleOptions, MemoryModuleParts } from '../memory-module-options.ts';

/** The two platforms that every promise is tested on. */
export const platforms = ['Express', 'Fastify'] as const;
export type Platform = (typeof platforms)[number];

/** A running application under test. */
export interface TestApp extends AsyncDisposable {
  readonly nest: INestApplication;
  readonly governor: Governor;
  readonly url: string;
  /** Figures of one pool now. */
  pool(name: string): { openAccounts: number; usedBytes: number; leftoverTotal: number };
}

const adapters = { Express: () => new ExpressAdapter(), Fastify: () => new FastifyAdapter() };

/** The cgroup's figures are those of all tests that run now; a test looks at its own process. */
const alone = { cgroup: null };

/** Listens with `MemoryModule` and the given parts on a free port of this machine; `prepare` comes before. */
export async function startApp(
  platform: Platform,
  parts: ModuleMetadata,
  memory: (MemoryModuleOptions & MemoryModuleParts) | DynamicModule = {},
  prepare: (nest: INestApplication) => void = () => undefined,
): Promise<TestApp> {
  const root = 'module' in memory ? memory : MemoryModule.forRoot({ options: alone, ...memory });
  @Module({ ...parts, imports: [root, ...(parts.imports ?? [])] })
  class AppModule {}
  const nest = await NestFactory.create(AppModule, adapters[platform](), {
    logger: false,
    abortOnError: false,
  });
  prepare(nest);
  await nest.listen(0, '127.0.0.1');
  const { port } = (nest.getHttpServer() as Server).address() as AddressInfo;
  const governor = nest.get<Governor>(GOVERNOR);
  return {
    nest,
    governor,
    url: `http://127.0.0.1:${port}`,
    pool: (name) => governor.snapshot().pools.find((pool) => pool.name === name)!,
    async [Symbol.asyncDispose]() {
      (nest.getHttpServer() as Server).closeAllConnections();
      await nest.close();
    },
  };
}
