import type { Server } from 'node:http';
import { promisify } from 'node:util';
import { All, Controller, Get, Next, Req, Version, VersioningType } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { accountOf, WorkPriority } from '../index.ts';
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

@Controller('parcels')
class ParcelsController {
  @All('any')
  @WorkPriority('report')
  any(): string {
    return 'any';
  }

  @Get(['old', 'new/:id'])
  both(): string {
    return 'both';
  }
}

let gate = Promise.withResolvers<string>();

@Controller('chain')
class HandsOnController {
  @Get()
  handOn(@Next() next: () => void): void {
    next();
  }
}

@Controller('chain')
class SlowController {
  @Get()
  async slow(@Req() request: object): Promise<string> {
    accountOf(request)?.grow(70_000);
    return gate.promise;
  }
}

it('keeps the account until the handler has ended that another one handed on to', async () => {
  gate = Promise.withResolvers();
  const controllers = [HandsOnController, SlowController];
  await using app = await startApp('Express', { controllers });
  const abort = new AbortController();
  const asking = fetch(`${app.url}/chain`, { signal: abort.signal }).catch(() => 'left');
  await expect.poll(() => app.pool('request')).toMatchObject({ usedBytes: 70_000 });
  abort.abort();
  expect(await asking).toBe('left');
  const server = app.nest.getHttpServer() as Server;
  const connections = promisify(server.getConnections.bind(server));
  await expect.poll(() => connections()).toBe(0);
  expect(app.pool('request')).toMatchObject({ openAccounts: 1, usedBytes: 70_000 });
  gate.resolve('done');
  await expect.poll(() => app.pool('request')).toMatchObject({ openAccounts: 0, usedBytes: 0 });
});

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

  it('is named by the method and the pattern of each call, however many it stands for', async () => {
    await using app = await startApp(platform, { controllers: [ParcelsController] });
    const calls = 'POST any,GET any,POST any,GET old,GET new/1,GET new/2,HEAD old,GET old';
    for (const [method, path] of calls.split(',').map((call) => call.split(' '))) {
      await fetch(`${app.url}/parcels/${path}`, { method: method! });
    }
    const routes = app.governor.routes().map(({ route, admittedTotal }) => [route, admittedTotal]);
    expect(Object.fromEntries(routes)).toEqual({
      'POST /parcels/any': 2,
      'GET /parcels/any': 1,
      'GET /parcels/old': 2,
      'HEAD /parcels/old': 1,
      'GET /parcels/new/:id': 2,
    });
  });

  it('keeps the class of its work from call to call', async () => {
    await using app = await startApp(platform, { controllers: [ParcelsController] });
    const asked: string[] = [];
    const admit = app.governor.admitOrWait.bind(app.governor);
    app.governor.admitOrWait = (request, patience) => {
      asked.push(`${request.priority} ${request.route}`);
      return admit(request, patience);
    };
    for (const path of ['any', 'old', 'any', 'old']) await fetch(`${app.url}/parcels/${path}`);
    const pair = ['report GET /parcels/any', 'interactive GET /parcels/old'];
    expect(asked).toEqual([...pair, ...pair]);
  });
});
