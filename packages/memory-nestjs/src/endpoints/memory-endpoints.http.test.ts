import { Injectable, Module } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { MemoryModule } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';

@Injectable()
class Tokens {
  isKnown(token: unknown): boolean {
    return token === 'Bearer operator';
  }
}

@Module({ providers: [Tokens], exports: [Tokens] })
class TokensModule {}

@Injectable()
class OperatorGuard implements CanActivate {
  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return this.tokens.isKnown(headers['authorization']);
  }
}

const authorization = 'Bearer operator';
const parts = { imports: [MemoryModule.forFeature([{ name: 'orders', entries: 5 }])] };

describe.each(platforms)('the memory endpoints on %s', (platform) => {
  it('answer figures to whom the guard lets in, at any pressure, and to nobody else', async () => {
    await using app = await startApp(platform, parts, {
      endpoints: { path: 'ops/memory', guards: [OperatorGuard], imports: [TokensModule] },
    });
    app.governor.drain();
    const get = (path: string, headers: Record<string, string> = { authorization }) =>
      fetch(`${app.url}/ops/memory/${path}`, { headers });
    expect((await get('stats', {})).status).toBe(403);
    const read = async (path: string) => (await get(path)).json() as Promise<unknown>;
    expect(await read('stats')).toMatchObject({
      rssBytes: expect.any(Number),
      detachedContexts: 0,
    });
    expect(await read('health')).toMatchObject({
      status: 'healthy',
      thresholds: { warningRatio: 0.75, criticalRatio: 0.85 },
    });
    expect(await read('pools')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ name: 'cache', openAccounts: 1 })]),
      accounts: expect.arrayContaining([expect.objectContaining({ name: 'cache:orders' })]),
    });
    expect(await read('caches')).toMatchObject({ items: [{ name: 'orders', maxEntries: 5 }] });
    expect(await read('routes')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ route: 'GET /ops/memory/stats' })]),
    });
    expect(await read('leaks')).toEqual({ isRunning: false });
    expect(await read('timeline')).toEqual({ items: expect.any(Array), total: expect.any(Number) });
  });

  it('do not exist unless they are asked for', async () => {
    await using app = await startApp(platform, parts);
    expect((await fetch(`${app.url}/memory/stats`)).status).toBe(404);
  });

  it('stand open only where that is stated', async () => {
    await using app = await startApp(platform, parts, { endpoints: { insecure: true } });
    expect((await fetch(`${app.url}/memory/stats`)).status).toBe(200);
  });
});

describe('the memory endpoints', () => {
  it('are refused at start without a guard', () => {
    expect(() => MemoryModule.forRoot({ endpoints: {} })).toThrow(
      expect.objectContaining({ code: 'MEM_MODULE_UNGUARDED' }),
    );
  });
});
