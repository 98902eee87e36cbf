import type { Server } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import {
  Controller,
  Get,
  Header,
  Query,
  Req,
  Res,
  Sse,
  StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { from, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { HeavyRequest, MemoryModuleOptions, MemoryModuleParts } from '../index.ts';
import { accountOf, charge, MemoryManagementInterceptor, WorkPriority } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';
import type { TestApp } from '../testing/start-app.ts';
import { rawResponse } from './raw-exchange.ts';

/** What the handlers below wait for and push, one set for each test. */
let gate = Promise.withResolvers<string>();
let source = new Readable({ read: () => undefined });
let events = new Subject<{ data: string }>();

@Controller('orders')
class OrdersController {
  @Get('free')
  @WorkPriority('health')
  free(): object {
    return { ok: true };
  }

  @Get('slow')
  async slow(@Req() request: object): Promise<object> {
    accountOf(request)?.grow(70_000);
    return { answer: await gate.promise };
  }

  @Get('file')
  @Header('content-type', 'text/plain')
  file(@Req() request: object): StreamableFile {
    accountOf(request)?.grow(70_000);
    return new StreamableFile(source);
  }

  @Sse('events')
  events(@Req() request: object): Subject<{ data: string }> {
    accountOf(request)?.grow(70_000);
    return events;
  }

  @Get('own')
  own(@Res() response: { raw?: unknown }): void {
    void gate.promise.then((text) => rawResponse(response)!.end(text));
  }

  @Get('writes')
  async writes(@Req() request: object, @Res() response: object): Promise<void> {
    accountOf(request)?.grow(70_000);
    const raw = rawResponse(response)!;
    raw.write('one');
    raw.end(await gate.promise);
  }

  @Get('file-late')
  async fileLate(@Req() request: object): Promise<StreamableFile> {
    accountOf(request)?.grow(70_000);
    await gate.promise;
    return new StreamableFile(source);
  }

  @Get('observable')
  observable(@Req() request: object): Observable<string> {
    accountOf(request)?.grow(70_000);
    return from(gate.promise);
  }

  @Get('pipeline')
  async pipeline(@Req() request: object, @Res() response: object): Promise<void> {
    accountOf(request)?.grow(70_000);
    await pipeline(source, rawResponse(response)!).catch(() => undefined);
    await gate.promise;
  }

  @Get('accepted')
  async accepted(@Req() request: object, @Res() response: object): Promise<void> {
    accountOf(request)?.grow(70_000);
    rawResponse(response)!.end('accepted');
    await gate.promise;
    await charge(request, 1000);
    gate = Promise.withResolvers();
    await gate.promise;
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

  @Get(':id/full')
  async full(@Req() request: object, @Query('bytes') bytes: string): Promise<object> {
    await charge(request, Number(bytes), { deadlineMs: 1 });
    return {};
  }

  @Get(':id/large')
  async large(@Req() request: object): Promise<object> {
    await charge(request, 1e12, { deadlineMs: 1 });
    return {};
  }

  @Get(':id/twice')
  @UseInterceptors(MemoryManagementInterceptor)
  twice(): object {
    return {};
  }
}

let app: TestApp | null = null;
afterEach(async () => {
  const ended = app;
  app = null;
  await ended?.[Symbol.asyncDispose]();
  gate = Promise.withResolvers<string>();
  source = new Readable({ read: () => undefined });
  events = new Subject();
});

/** Waits until the server has seen that its clients are gone. */
async function disconnected({ nest }: TestApp): Promise<void> {
  const server = nest.getHttpServer() as Server;
  const connections = promisify(server.getConnections.bind(server));
  await expect.poll(() => connections()).toBe(0);
}

const even = { openAccounts: 0, usedBytes: 0, leftoverTotal: 0 };

describe.each(platforms)('admission of calls on %s', (platform) => {
  async function start(options: MemoryModuleOptions & MemoryModuleParts = {}): Promise<TestApp> {
    app = await startApp(platform, { controllers: [OrdersController] }, options);
    return app;
  }
  const requests = () => app!.pool('request');

  it('gives each call an account by the name of its route, and closes it even', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/orders/42`);
    expect(await answer.json()).toEqual({ charged: true, name: 'GET /orders/:id' });
    expect((await fetch(`${url}/orders/42/fails`)).status).toBe(500);
    await expect.poll(requests).toMatchObject({ ...even, openedTotal: 2 });
  });

  it('lets a call in once, however often it is named', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/orders/42/twice`)).status).toBe(200);
    await expect.poll(requests).toMatchObject({ ...even, openedTotal: 1 });
  });

  it('reports a call that held more than it should', async () => {
    const heavy: HeavyRequest[] = [];
    const { url } = await start({
      warnAboveBytes: 100_000,
      onHeavyRequest: (request) => heavy.push(request),
    });
    await fetch(`${url}/orders/free`);
    await fetch(`${url}/orders/42`);
    await expect
      .poll(() => heavy)
      .toEqual([{ route: 'GET /orders/:id', peakBytes: 200_000, durationMs: expect.any(Number) }]);
  });

  it('answers a refusal with its numbers and the time to come back', async () => {
    const { url, governor } = await start();
    governor.drain();
    const answer = await fetch(`${url}/orders/42`);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({
      code: 'MEM_DRAINING',
      account: 'GET /orders/:id',
      pool: 'request',
      retryHelps: true,
    });
  });

  it('answers a handler that finds no room with its numbers and the time to come back', async () => {
    const { url, governor } = await start();
    const answer = await fetch(`${url}/orders/42/large`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      account: 'GET /orders/:id/large',
      pool: 'request',
      retryHelps: false,
    });
    // It is larger than the pool: coming back would not help.
    expect(answer.headers.get('retry-after')).toBeNull();
    const pool = governor.snapshot().pools.find(({ name }) => name === 'request')!;
    const other = governor.openAccount('request', 'other');
    let held = pool.maxBytes;
    while (!other.grow(held)) held = Math.floor(held / 2);
    const later = await fetch(`${url}/orders/42/full?bytes=${pool.maxBytes - 1_000_000}`);
    other.shrink(held);
    other.close();
    expect(later.status).toBe(503);
    expect(Number(later.headers.get('retry-after'))).toBeGreaterThan(0);
    await expect.poll(requests).toMatchObject(even);
  });

  it('never refuses the classes that the application names, by decorator or by route', async () => {
    const { url, governor } = await start({
      priorityOf: (route) => (route === 'GET /orders/:id' ? 'service' : 'interactive'),
    });
    governor.drain();
    expect((await fetch(`${url}/orders/free`)).status).toBe(200);
    expect((await fetch(`${url}/orders/42`)).status).toBe(200);
    expect((await fetch(`${url}/orders/42/fails`)).status).toBe(503);
  });

  it('keeps the account of a file until its last byte is sent', async () => {
    const { url } = await start();
    source.push('one');
    const answer = await fetch(`${url}/orders/file`);
    const reader = answer.body!.getReader();
    await reader.read();
    expect(requests()).toMatchObject({ openAccounts: 1, usedBytes: 70_000 });
    source.push(null);
    expect((await reader.read()).done).toBe(true);
    await expect.poll(requests).toMatchObject(even);
  });

  it('closes the account of a file whose reader goes away', async () => {
    const { url } = await start();
    const abort = new AbortController();
    source.push('one');
    const answer = await fetch(`${url}/orders/file`, { signal: abort.signal });
    await answer.body!.getReader().read();
    abort.abort();
    await expect.poll(requests).toMatchObject(even);
  });

  it('keeps the account of server-sent events until they end', async () => {
    const { url } = await start();
    const answered = fetch(`${url}/orders/events`);
    await expect.poll(() => events.observed).toBe(true);
    events.next({ data: 'one' });
    const answer = await answered;
    const reader = answer.body!.getReader();
    await reader.read();
    expect(requests()).toMatchObject({ openAccounts: 1, usedBytes: 70_000 });
    events.complete();
    while (!(await reader.read()).done);
    await expect.poll(requests).toMatchObject(even);
  });

  it('closes the account of server-sent events whose listener goes away', async () => {
    const { url } = await start();
    const abort = new AbortController();
    const answered = fetch(`${url}/orders/events`, { signal: abort.signal });
    await expect.poll(() => events.observed).toBe(true);
    events.next({ data: 'one' });
    await (await answered).body!.getReader().read();
    abort.abort();
    await expect.poll(requests).toMatchObject(even);
    expect(events.observed).toBe(false);
  });

  it.each(['slow', 'file-late', 'pipeline'])(
    'keeps the account of a handler that goes on after its client has left, until it ends: %s',
    async (path) => {
      const { url } = await start();
      const abort = new AbortController();
      const left = fetch(`${url}/orders/${path}`, { signal: abort.signal });
      await expect.poll(() => requests().usedBytes).toBe(70_000);
      abort.abort();
      await expect(left).rejects.toThrow();
      await disconnected(app!);
      expect(requests().usedBytes).toBe(70_000);
      gate.resolve('too late');
      await expect.poll(requests).toMatchObject(even);
    },
  );

  it('keeps the account of a handler that works on after its answer', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/orders/accepted`)).text()).toBe('accepted');
    expect(requests().usedBytes).toBe(70_000);
    const { resolve } = gate;
    resolve('go on');
    await expect.poll(() => requests().usedBytes).toBe(71_000);
    gate.resolve('the end');
    await expect.poll(requests).toMatchObject(even);
  });

  it('closes the accounts of calls whose observable ends with their client', async () => {
    const { url } = await start();
    const abort = new AbortController();
    const left = Array.from({ length: 20 }, () =>
      fetch(`${url}/orders/observable`, { signal: abort.signal }),
    );
    await expect.poll(() => requests().openAccounts).toBe(20);
    abort.abort();
    await Promise.allSettled(left);
    await expect.poll(requests).toMatchObject(even);
  });

  it('closes the accounts of calls that were sent in one go and cut off', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const one = 'GET /orders/slow HTTP/1.1\r\nHost: localhost\r\n\r\n';
    socket.write(one.repeat(20));
    await expect.poll(() => requests().openAccounts).toBe(20);
    socket.destroy();
    await disconnected(app!);
    gate.resolve('too late');
    await expect.poll(requests).toMatchObject(even);
  });

  it('keeps the account of a handler that answers by itself until it has', async () => {
    const { url } = await start();
    const answered = fetch(`${url}/orders/own`);
    await expect.poll(() => requests().openAccounts).toBe(1);
    gate.resolve('done');
    expect(await (await answered).text()).toBe('done');
    await expect.poll(requests).toMatchObject(even);
  });

  it('lets a call in by the interceptor alone as well', async () => {
    const { url } = await start({ admission: false });
    expect((await fetch(`${url}/orders/42/twice`)).status).toBe(200);
    await expect.poll(requests).toMatchObject({ ...even, openedTotal: 1 });
  });

  it('stays away where the application has switched it off', async () => {
    const { url } = await start({ admission: false });
    expect(await (await fetch(`${url}/orders/42`)).json()).toEqual({});
    expect(requests()).toMatchObject({ openedTotal: 0 });
  });
});
