import { Controller, Get, Inject, Module, Req, UseInterceptors } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createGovernor } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import { afterEach, describe, expect, it } from 'vitest';
import { accountOf, GOVERNOR, MemoryManagementInterceptor, MemoryModule } from './index.ts';
import type { HeavyRequest, MemoryModuleOptions } from './index.ts';

@Controller('orders')
@UseInterceptors(MemoryManagementInterceptor)
class OrdersController {
  constructor(@Inject(GOVERNOR) private readonly governor: Governor) {}

  @Get('level')
  level(): object {
    return { level: this.governor.level };
  }

  @Get(':id')
  order(@Req() request: object): object {
    const account = accountOf(request);
    return { charged: account?.grow(200_000), name: account?.name };
  }

  @Get(':id/fails')
  fails(@Req() request: object): never {
    accountOf(request)?.grow(1000);
    throw new Error('no such order');
  }
}

let app: NestFastifyApplication | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

async function start(options: MemoryModuleOptions = {}): Promise<NestFastifyApplication> {
  @Module({ imports: [MemoryModule.forRoot(options)], controllers: [OrdersController] })
  class AppModule {}
  app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
    logger: false,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

const requestPool = (of: NestFastifyApplication) =>
  of
    .get<Governor>(GOVERNOR)
    .snapshot()
    .pools.find(({ name }) => name === 'request');

describe('MemoryModule', () => {
  it('makes and starts a governor, and stops it with the application', async () => {
    const running = await start();
    const governor = running.get<Governor>(GOVERNOR);
    const samples = () => governor.reading.samples;
    await expect.poll(samples).toBeGreaterThan(1);
    await running.close();
    const atEnd = samples();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(samples()).toBe(atEnd);
  });

  it('leaves a governor that it was given to its owner', async () => {
    const governor = createGovernor().start();
    const running = await start({ governor });
    expect(running.get(GOVERNOR)).toBe(governor);
    await running.close();
    const atClose = governor.reading.samples;
    await expect.poll(() => governor.reading.samples).toBeGreaterThan(atClose);
    governor[Symbol.dispose]();
  });
});

describe('MemoryManagementInterceptor', () => {
  it('gives each call an account by the name of its route, and closes it even', async () => {
    const running = await start();
    const { body } = await running.inject('/orders/42');
    expect(JSON.parse(body)).toEqual({ charged: true, name: 'GET /orders/:id' });
    await running.inject('/orders/42/fails');
    expect(requestPool(running)).toMatchObject({
      openAccounts: 0,
      usedBytes: 0,
      leftoverTotal: 0,
      openedTotal: 2,
    });
  });

  it('reports a call that held more than it should', async () => {
    const heavy: HeavyRequest[] = [];
    const running = await start({
      warnAboveBytes: 100_000,
      onHeavyRequest: (request) => heavy.push(request),
    });
    await running.inject('/orders/level');
    await running.inject('/orders/42');
    expect(heavy).toEqual([
      { route: 'GET /orders/:id', peakBytes: 200_000, durationMs: expect.any(Number) },
    ]);
  });

  it('answers a refusal with its numbers and the time to come back', async () => {
    const running = await start();
    running.get<Governor>(GOVERNOR).drain();
    const { statusCode, headers, body } = await running.inject('/orders/42');
    expect(statusCode).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(body)).toMatchObject({
      code: 'MEM_DRAINING',
      account: 'GET /orders/:id',
      pool: 'request',
    });
  });

  it('lets the classes through that the application names', async () => {
    const running = await start({
      priorityOf: (route) => (route === 'GET /orders/level' ? 'health' : 'interactive'),
    });
    running.get<Governor>(GOVERNOR).drain();
    expect((await running.inject('/orders/level')).statusCode).toBe(200);
    expect((await running.inject('/orders/42')).statusCode).toBe(503);
  });
});
