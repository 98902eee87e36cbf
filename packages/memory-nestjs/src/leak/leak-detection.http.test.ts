import { Controller, Get } from '@nestjs/common';
import { LeakDetective } from '@lexiflow/memory';
import type { LeakRoot } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import type { LeakDetectionOptions } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';

@Controller('orders')
class OrdersController {
  readonly answers = new Map<string, object>();

  @Get(':id')
  order(): object {
    return {};
  }
}

describe.each(platforms)('leakDetection on %s', (platform) => {
  it('looks at the application’s own objects and follows its requests once they are answered', async () => {
    let roots: LeakRoot[] = [];
    const leakDetection: LeakDetectionOptions = {
      discover: (given) => {
        roots = [...given];
        return Promise.resolve({ found: [], complete: true, durationMs: 0 });
      },
      sampler: null,
    };
    const app = await startApp(platform, { controllers: [OrdersController] }, { leakDetection });
    const detective = app.nest.get(LeakDetective);
    for (const id of [1, 2, 3]) await (await fetch(`${app.url}/orders/${id}`)).json();
    const watched = async () => (await detective.check()).watched;
    await expect.poll(watched).toMatchObject([{ kind: 'GET /orders/:id', watchedTotal: 3 }]);
    expect(roots.map(({ name }) => name)).toContain('OrdersController');
    expect(app.pool('diagnostics')).toMatchObject({ openAccounts: 1 });
    await app[Symbol.asyncDispose]();
    expect(detective.snapshot().isRunning).toBe(false);
    expect(app.pool('diagnostics')).toMatchObject({ openAccounts: 0, leftoverTotal: 0 });
  });

  it('is off unless it is asked for', async () => {
    await using app = await startApp(platform, { controllers: [OrdersController] });
    expect(app.nest.get(LeakDetective)).toBeNull();
  });
});
