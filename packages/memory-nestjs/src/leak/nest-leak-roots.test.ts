import { Controller, Injectable, Module, Scope } from '@nestjs/common';
import type { CanActivate, NestMiddleware, MiddlewareConsumer } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { NestLeakRoots } from '../index.ts';
import { startApp } from '../testing/start-app.ts';

let reads = 0;

@Injectable()
class Reports {
  readonly pending = new Map<string, string>();

  get expensive(): number {
    return ++reads;
  }
}
Object.defineProperty(Reports.prototype, 'constructor', { get: () => ++reads });

@Injectable()
class Orders {}
@Injectable({ scope: Scope.REQUEST })
class PerRequest {}
@Injectable({ scope: Scope.TRANSIENT })
class PerHolder {}
@Injectable()
class Guard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}
@Injectable()
class Middleware implements NestMiddleware {
  use(_request: unknown, _response: unknown, next: () => void): void {
    next();
  }
}
@Controller('orders')
class OrdersController {}

const settings = Object.freeze({ size: 1 });
const trap = new Proxy(
  {},
  {
    get(_target, name) {
      if (name !== 'then') reads++;
      return undefined;
    },
  },
);

@Module({
  controllers: [OrdersController],
  providers: [
    Reports,
    Orders,
    PerRequest,
    PerHolder,
    { provide: 'more orders', useClass: Orders },
    { provide: 'alias', useExisting: Orders },
    { provide: 'settings', useValue: settings },
    { provide: 'answer', useValue: 42 },
    { provide: 'trap', useValue: trap },
    { provide: 'made', useFactory: () => new Orders() },
    { provide: APP_GUARD, useClass: Guard },
  ],
})
class FeatureModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Middleware).forRoutes(OrdersController);
  }
}

describe('NestLeakRoots', () => {
  it('names every object that lives as long as the application, once, and runs nothing of it', async () => {
    await using app = await startApp('Fastify', { imports: [FeatureModule] });
    reads = 0;
    const roots = app.nest.get(NestLeakRoots).list();
    const names = roots.map(({ name }) => name);
    for (const name of [
      'Orders',
      'Orders#2',
      'Orders#3',
      'OrdersController',
      'Guard',
      'Middleware',
      'FeatureModule',
      'settings',
    ]) {
      expect(names).toContain(name);
    }
    expect(roots.some(({ value }) => value instanceof Map)).toBe(false);
    expect(names).not.toContain('Orders#4');
    expect(names).not.toContain('PerRequest');
    expect(names).not.toContain('PerHolder');
    expect(names).not.toContain('ModuleRef');
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(roots.map(({ value }) => value)).size).toBe(roots.length);
    expect(roots.some(({ value }) => value === trap)).toBe(false);
    expect(reads).toBe(0);
  });
});
