import { Controller, Get, Req, Version, VersioningType } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { accountOf } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';

@Controller('orders')
class OrdersController {
  @Get('configured')
  @RouteConfig({ colour: 'red' })
  configured(@Req() request: object): object {
    const { routeOptions } = request as { routeOptions?: { config: { colour: string } } };
    return { colour: routeOptions?.config.colour, hasAccount: accountOf(request) !== undefined };
  }

  @Get('versioned')
  @Version('1')
  first(): object {
    return { version: 1 };
  }

  @Get('versioned')
  @Version('2')
  second(): object {
    return { version: 2 };
  }
}

describe.each(platforms)('a followed route on %s', (platform) => {
  it('keeps its version and its configuration', async () => {
    await using app = await startApp(platform, { controllers: [OrdersController] }, {}, (nest) => {
      nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' });
    });
    const read = async (path: string, headers = {}) =>
      (await fetch(`${app.url}/orders/${path}`, { headers })).json();
    expect(await read('versioned', { 'x-version': '1' })).toEqual({ version: 1 });
    expect(await read('versioned', { 'x-version': '2' })).toEqual({ version: 2 });
    const colour = platform === 'Fastify' ? { colour: 'red' } : {};
    expect(await read('configured')).toEqual({ ...colour, hasAccount: true });
    await expect.poll(() => app.pool('request')).toMatchObject({ openAccounts: 0 });
  });
});
