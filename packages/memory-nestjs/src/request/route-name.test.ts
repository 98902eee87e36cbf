import type { ExecutionContext } from '@nestjs/common';
import type { Refusal } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { setRetryAfter } from './retry-after.ts';
import { routeName } from './route-name.ts';

class OrdersController {}
function find(): void {}

function context(type: string, request: object): ExecutionContext {
  return {
    getType: () => type,
    getClass: () => OrdersController,
    getHandler: () => find,
    getArgByIndex: () => request,
  } as unknown as ExecutionContext;
}

describe('routeName', () => {
  it.each([
    ['Fastify', { method: 'GET', routeOptions: { url: '/orders/:id' } }, 'GET /orders/:id'],
    [
      'Express',
      { method: 'PUT', baseUrl: '/api', route: { path: '/orders/:id' } },
      'PUT /api/orders/:id',
    ],
    ['neither', { method: 'GET' }, 'OrdersController.find'],
  ])('of a request on %s', (_, request, name) => {
    expect(routeName(context('http', request))).toBe(name);
  });

  it('of anything but HTTP is class and method', () => {
    expect(routeName(context('rpc', {}))).toBe('OrdersController.find');
  });
});

describe('setRetryAfter', () => {
  const refusal = { retryHelps: true, retryAfterSeconds: 3 } as Refusal;

  it.each(['header', 'setHeader'])('works with a response that has %s()', (method) => {
    const set: string[] = [];
    const response = { [method]: (name: string, value: string) => set.push(`${name}: ${value}`) };
    setRetryAfter(response, refusal);
    expect(set).toEqual(['retry-after: 3']);
  });

  it('says nothing when a retry cannot help', () => {
    const set: string[] = [];
    const response = { header: (name: string) => set.push(name) };
    setRetryAfter(response, { ...refusal, retryHelps: false });
    expect(set).toEqual([]);
  });
});
