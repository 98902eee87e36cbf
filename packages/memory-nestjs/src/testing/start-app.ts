import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplication, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Governor, PoolSnapshot } from '@lexiflow/memory';
import { expect, vi } from 'vitest';
import { GOVERNOR } from '../governor-token.ts';
import { MemoryModule } from '../memory.module.ts';
import type { MemoryModuleOptions, MemoryModuleParts } from '../memory-module-options.ts';

/** The two platforms that every promise is tested on. */
export const platforms = ['Express', 'Fastify'] as const;
export type Platform = (typeof platforms)[number];

/**
 * A running application under test. Its end fails the test where a call has left an account open, or
 * bytes on one that it has closed.
 */
export interface TestApp extends AsyncDisposable {
  readonly nest: INestApplication;
  readonly governor: Governor;
  readonly url: string;
  /** Figures of one pool now. */
  pool(name: string): PoolSnapshot;
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
  const pool: TestApp['pool'] = (name) =>
    governor.snapshot().pools.find((each) => each.name === name)!;
  // One governor may serve several applications.
  const { leftoverTotal } = pool('request');
  return {
    nest,
    governor,
    url: `http://127.0.0.1:${port}`,
    pool,
    async [Symbol.asyncDispose]() {
      (nest.getHttpServer() as Server).closeAllConnections();
      await nest.close();
      await allClosed(governor);
      expect(pool('request').leftoverTotal, 'accounts closed with bytes on them').toBe(
        leftoverTotal,
      );
    },
  };
}

/** A handler may go on for a moment after the connection was cut. */
async function allClosed(governor: Governor): Promise<void> {
  const open = (): string[] =>
    governor
      .largestAccounts(10)
      .filter(({ pool }) => pool === 'request')
      .map(({ name }) => name);
  await vi.waitFor(() => expect(open(), 'accounts left open').toEqual([]), { timeout: 10_000 });
}
