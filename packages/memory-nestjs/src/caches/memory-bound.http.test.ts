import { Controller, Get, Header, Injectable, Param, Scope } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { AppCaches, MemoryBound } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';

@Injectable()
class Rates {
  runs = 0;
  fails = false;
  gate: Promise<void> = Promise.resolve();

  @MemoryBound({ entries: 100, bytes: 100_000 })
  async rate(currency: string, day = 0): Promise<string> {
    this.runs++;
    await this.gate;
    if (this.fails) throw new Error('no rate');
    return `${currency} ${day} ${this.runs}`;
  }

  @MemoryBound({ entries: 10, key: ({ id }: { id?: number }) => id })
  async byId(of: { id?: number }): Promise<object> {
    return { ...of, run: ++this.runs };
  }

  @MemoryBound({ entries: 10, ttlMs: 1, staleMs: 3_600_000 })
  async stale(): Promise<number> {
    return ++this.runs;
  }
}

@Controller('rates')
class RatesController {
  constructor(private readonly rates: Rates) {}

  @MemoryBound({ entries: 10 })
  @Get(':currency')
  @Header('x-kept', 'yes')
  async one(@Param('currency') currency: string): Promise<object> {
    return { rate: await this.rates.rate(currency) };
  }
}

const parts = { controllers: [RatesController], providers: [Rates] };

describe.each(platforms)('@MemoryBound on %s', (platform) => {
  it('answers the same call from memory and runs the method once for all who wait', async () => {
    await using app = await startApp(platform, parts);
    const rates = app.nest.get(Rates);
    const gate = Promise.withResolvers<void>();
    rates.gate = gate.promise;
    const both = Promise.all([rates.rate('EUR'), rates.rate('EUR')]);
    gate.resolve();
    expect(await both).toEqual(['EUR 0 1', 'EUR 0 1']);
    expect(await rates.rate('EUR')).toBe('EUR 0 1');
    expect(await rates.rate('EUR', 1)).toBe('EUR 1 2');
    expect(rates.runs).toBe(2);
  });

  it('leaves the other decorators of a handler in force', async () => {
    await using app = await startApp(platform, parts);
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(`${app.url}/rates/EUR`);
      expect(answer.headers.get('x-kept')).toBe('yes');
      expect(await answer.json()).toEqual({ rate: 'EUR 0 1' });
    }
  });
});

describe('@MemoryBound', () => {
  it('keeps no error', async () => {
    await using app = await startApp('Express', parts);
    const rates = app.nest.get(Rates);
    rates.fails = true;
    await expect(rates.rate('EUR')).rejects.toThrow('no rate');
    rates.fails = false;
    expect(await rates.rate('EUR')).toBe('EUR 0 2');
  });

  it('takes the key that it is given, and holds nothing where that is undefined', async () => {
    await using app = await startApp('Express', parts);
    const rates = app.nest.get(Rates);
    expect(await rates.byId({ id: 1 })).toEqual({ id: 1, run: 1 });
    expect(await rates.byId({ id: 1 })).toEqual({ id: 1, run: 1 });
    expect(await rates.byId({})).toEqual({ run: 2 });
    expect(await rates.byId({})).toEqual({ run: 3 });
  });

  it('answers the old value while it is made anew', async () => {
    await using app = await startApp('Express', parts);
    const rates = app.nest.get(Rates);
    await rates.stale();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await rates.stale()).toBe(1);
    await expect.poll(() => rates.runs).toBe(2);
    expect(await rates.stale()).toBe(2);
  });

  it('charges a cache of its own, which gives way when asked', async () => {
    await using app = await startApp('Express', parts);
    const rates = app.nest.get(Rates);
    await rates.rate('EUR');
    const stats = () =>
      app.nest
        .get(AppCaches)
        .stats()
        .find(({ name }) => name === 'Rates.rate');
    expect(stats()).toMatchObject({ entries: 1, maxEntries: 100, maxBytes: 100_000 });
    expect(app.pool('cache').usedBytes).toBe(stats()!.bytes);
    const cache = app.governor.registered().find(({ name }) => name === 'Rates.rate');
    expect(cache!.shrink(0)).toBeGreaterThan(0);
    expect(await rates.rate('EUR')).toBe('EUR 0 2');
  });

  it('keeps the caches of two applications and two objects apart', async () => {
    const one = await startApp('Express', {
      providers: [Rates, { provide: 'other', useClass: Rates }],
    });
    await using two = await startApp('Fastify', { providers: [Rates] });
    for (const rates of [one.nest.get(Rates), one.nest.get<Rates>('other'), two.nest.get(Rates)]) {
      expect(await rates.rate('EUR')).toBe('EUR 0 1');
    }
    const names = two.governor
      .registered()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('Rates.rate'));
    expect(names.toSorted()).toEqual(['Rates.rate', 'Rates.rate#2', 'Rates.rate#3']);
    const held = two.pool('cache').openAccounts;
    await one[Symbol.asyncDispose]();
    expect(two.pool('cache')).toMatchObject({ openAccounts: held - 6, leftoverTotal: 0 });
    expect(await two.nest.get(Rates).rate('EUR')).toBe('EUR 0 1');
  });

  it('just runs on an object that no application knows', async () => {
    const rates = new Rates();
    expect(await rates.rate('EUR')).toBe('EUR 0 1');
    expect(await rates.rate('EUR')).toBe('EUR 0 2');
  });

  it('is refused at start without a bound', async () => {
    class Unbounded {
      @MemoryBound({})
      async all(): Promise<string> {
        return 'all';
      }
    }
    await expect(startApp('Express', { providers: [Unbounded] })).rejects.toMatchObject({
      code: 'CACHE_UNBOUNDED',
    });
  });

  it('is refused at start on a provider that is made for each request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest {
      @MemoryBound({ entries: 1 })
      async mine(): Promise<string> {
        return 'mine';
      }
    }
    await expect(startApp('Express', { providers: [PerRequest] })).rejects.toMatchObject({
      code: 'MEM_BOUND_TARGET_INVALID',
    });
  });
});
