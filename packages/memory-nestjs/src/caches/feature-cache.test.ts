import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { BoundedCache } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { AppCaches, GOVERNOR, InjectCache, MemoryModule } from '../index.ts';
import { leaseGovernor } from '../process-governor.ts';

@Injectable()
class Orders {
  constructor(@InjectCache('orders') readonly cache: BoundedCache<string, object>) {}
}

@Module({
  imports: [
    MemoryModule.forFeature([{ name: 'orders', entries: 2, bytes: 100_000, ttlMs: 60_000 }]),
  ],
  providers: [Orders],
  exports: [Orders],
})
class OrdersModule {}

async function open(imports: Type[]) {
  @Module({ imports: [MemoryModule.forRoot(), ...imports] })
  class App {}
  return NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
}

describe('MemoryModule.forFeature', () => {
  it('makes a cache within its bounds, charged to the governor', async () => {
    const app = await open([OrdersModule]);
    const { cache } = app.get(Orders);
    for (const id of ['1', '2', '3']) cache.set(id, { id });
    expect(cache.size).toBe(2);
    expect(app.get(AppCaches).stats()).toMatchObject([
      { name: 'orders', entries: 2, maxBytes: 100_000 },
    ]);
    expect(app.get<Governor>(GOVERNOR).registered()).toContain(cache);
    await app.close();
  });

  it('ends its caches with the application and gives their bytes back', async () => {
    const app = await open([OrdersModule]);
    const governor = app.get<Governor>(GOVERNOR);
    const { cache } = app.get(Orders);
    cache.set('1', { id: '1' });
    await app.close();
    const pool = governor.snapshot().pools.find(({ name }) => name === 'cache');
    expect(pool).toMatchObject({ openAccounts: 0, usedBytes: 0, leftoverTotal: 0 });
    expect(governor.registered()).toEqual([]);
    expect(cache.set('1', { id: '1' })).toBe(false);
  });

  it('ends all of them and the governor where a callback throws', async () => {
    const onDispose = (): void => {
      throw new Error('broken');
    };
    @Module({ imports: [MemoryModule.forFeature([{ name: 'first', entries: 2, onDispose }])] })
    class Broken {}
    const app = await open([Broken, OrdersModule]);
    const governor = app.get<Governor>(GOVERNOR);
    const caches = governor.registered() as unknown as BoundedCache<string, object>[];
    for (const cache of caches) cache.set('1', { id: '1' });
    await app.close();
    const pool = governor.snapshot().pools.find(({ name }) => name === 'cache');
    expect(pool).toMatchObject({ openAccounts: 0, usedBytes: 0 });
    // Refused while the one of this application runs.
    leaseGovernor({ intervalMs: 50 }).release();
  });

  it('refuses two caches of one name', async () => {
    @Module({ imports: [MemoryModule.forFeature([{ name: 'orders', entries: 1 }])] })
    class Others {}
    await expect(open([OrdersModule, Others])).rejects.toMatchObject({
      code: 'MEM_MODULE_CACHE_DUPLICATE',
    });
  });

  it('refuses a cache without a bound', async () => {
    @Module({ imports: [MemoryModule.forFeature([{ name: 'all' }])] })
    class Unbounded {}
    await expect(open([Unbounded])).rejects.toMatchObject({ code: 'CACHE_UNBOUNDED' });
  });
});
