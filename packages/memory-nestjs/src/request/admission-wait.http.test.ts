import { connect } from 'node:net';
import { Controller, Get, Injectable, Post, Req, UseInterceptors } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { createGovernor } from '@lexiflow/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRequest, MemoryModuleOptions, MemoryModuleParts } from '../index.ts';
import { accountOf, MemoryManagementInterceptor } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';
import type { TestApp } from '../testing/start-app.ts';

const kib = 1024;

/** Its pool is filled by a few calls and stays as it is: nothing is sampled before `start()`. */
const plan = { budgetBytes: 8 * kib ** 3, accountsBytes: 2 * kib ** 2 };
const makeGovernor = () => createGovernor({ cgroup: null, plan });
/** Longer than a test: what is served was not served because it had waited long enough. */
const admissionWaitMs = 120_000;

let gate = Promise.withResolvers<void>();
let handled = 0;
beforeEach(() => {
  gate = Promise.withResolvers();
  handled = 0;
});

@Controller('orders')
class OrdersController {
  @Post()
  async keep(): Promise<object> {
    await gate.promise;
    return {};
  }

  @Get('followed')
  @UseInterceptors(MemoryManagementInterceptor)
  followed(@Req() request: object): object {
    return this.order(request);
  }

  @Get(':id')
  order(@Req() request: object): object {
    handled++;
    return { owner: accountOf(request)?.owner };
  }
}

@Injectable()
class SignIn implements CanActivate {
  canActivate(context: ExecutionContext): true {
    context.getArgByIndex<{ user?: object }>(0).user = { id: 'carla' };
    return true;
  }
}

let app: TestApp | null = null;
afterEach(async () => {
  const ended = app;
  app = null;
  await ended?.[Symbol.asyncDispose]();
  ended?.governor[Symbol.dispose]();
});

const userOf = ({ headers }: CallRequest) => headers['x-user']?.toString();

describe.each(platforms)('a full pool on %s', (platform) => {
  async function start(more: MemoryModuleOptions & MemoryModuleParts = {}): Promise<TestApp> {
    const memory = { governor: makeGovernor(), userOf, admissionWaitMs, ...more };
    app = await startApp(platform, { controllers: [OrdersController] }, memory);
    return app;
  }
  const requests = () => app!.pool('request');

  /** Takes the pool up to a share of its maximum; answers what gives it back. */
  function take(share: number): () => void {
    const other = app!.governor.openAccount('request', 'other');
    const { maxBytes } = requests();
    while (other.reservedBytes < share * maxBytes && other.grow(kib));
    return () => {
      other.shrink(other.usedBytes);
      other.close();
    };
  }

  it('answers 429 to a user who holds a share of it already, and serves the others', async () => {
    const { url } = await start();
    const giveBack = take(0.6);
    const { reservedBytes } = requests();
    const body = JSON.stringify({ text: 'x'.repeat(70_000) });
    const headers = { 'content-type': 'application/json', 'x-user': 'anna' };
    const keep = () => fetch(`${url}/orders`, { method: 'POST', headers, body });
    const kept = keep();
    await expect.poll(() => requests().reservedBytes).toBe(reservedBytes + 3 * body.length);
    const refused = await keep();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'MEM_USER_SHARE', account: 'POST /orders' });
    const ben = await fetch(`${url}/orders/1`, { headers: { 'x-user': 'ben' } });
    expect(await ben.json()).toEqual({ owner: 'ben' });
    expect(await (await fetch(`${url}/orders/1`)).json()).toEqual({});
    gate.resolve();
    expect((await kept).status).toBe(201);
    giveBack();
  });

  it('serves a burst when there is room again', async () => {
    const { url } = await start();
    const giveBack = take(1);
    const burst = Array.from({ length: 30 }, (_, each) => fetch(`${url}/orders/${each}`));
    await expect.poll(() => requests().waiting).toBe(30);
    expect(handled).toBe(0);
    giveBack();
    expect((await Promise.all(burst)).map(({ status }) => status)).toEqual(Array(30).fill(200));
  });

  it('answers with numbers and the time to come back when the wait was too long', async () => {
    const { url } = await start({ admissionWaitMs: 1 });
    const giveBack = take(1);
    const answer = await fetch(`${url}/orders/1`);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'MEM_WAIT_DEADLINE', retryHelps: true });
    giveBack();
  });

  it.each(['1', 'followed'])('keeps nothing of a client that leaves: %s', async (path) => {
    const { url } = await start({ admission: path !== 'followed' });
    const giveBack = take(1);
    const abort = new AbortController();
    const left = fetch(`${url}/orders/${path}`, { signal: abort.signal });
    await expect.poll(() => requests().waiting).toBe(1);
    abort.abort();
    await expect(left).rejects.toThrow();
    await expect.poll(requests).toMatchObject({ waiting: 0, openAccounts: 1 });
    giveBack();
    expect(handled).toBe(0);
  });

  it('keeps nothing of calls that were sent in one go and cut off while they wait', async () => {
    const { url } = await start();
    const giveBack = take(1);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /orders/1 HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20));
    await expect.poll(() => requests().waiting).toBe(20);
    socket.destroy();
    await expect.poll(requests).toMatchObject({ waiting: 0, openAccounts: 1 });
    giveBack();
    expect(handled).toBe(0);
  });

  it('has a call wait before the interceptor where there is no guard', async () => {
    const { url } = await start({ admission: false });
    const giveBack = take(1);
    const answered = fetch(`${url}/orders/followed`, { headers: { 'x-user': 'ben' } });
    await expect.poll(() => requests().waiting).toBe(1);
    giveBack();
    expect(await (await answered).json()).toEqual({ owner: 'ben' });
  });

  it('knows the user that a global guard of the root module has found', async () => {
    app = await startApp(
      platform,
      {
        controllers: [OrdersController],
        providers: [{ provide: APP_GUARD, useClass: SignIn }],
      },
      {
        governor: makeGovernor(),
        userOf: (request: CallRequest & { user?: { id: string } }) => request.user?.id,
      },
    );
    const answer = await fetch(`${app.url}/orders/1`);
    expect(await answer.json()).toEqual({ owner: 'carla' });
  });
});
