import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { createGovernor } from '@lexiflow/memory';
import type { Account, Governor } from '@lexiflow/memory';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryModuleOptions } from '../memory-module-options.ts';
import { callOf } from './admitted-call.ts';
import { CallAdmission } from './call-admission.ts';
import { charge } from './charge.ts';
import { ClientLeftException } from './client-left-exception.ts';
import { MemoryAdmissionGuard } from './memory-admission.guard.ts';

const kib = 1024;

class OrdersController {}
function find(): void {}

let governor: Governor;
let response: EventEmitter & { destroyed: boolean };
beforeEach(() => {
  const plan = { budgetBytes: 8 * kib ** 3, accountsBytes: 2 * kib ** 2 };
  governor = createGovernor({ cgroup: null, plan });
  response = Object.assign(new EventEmitter(), { destroyed: false });
});
afterEach(() => governor[Symbol.dispose]());

let request: object;

function enter(options: MemoryModuleOptions = {}): true | Promise<true> {
  request = { method: 'GET', headers: {}, routeOptions: { url: '/orders/:id' } };
  const context = {
    getType: () => 'http',
    getClass: () => OrdersController,
    getHandler: () => find,
    getArgByIndex: (index: number) => [request, response][index],
  } as unknown as ExecutionContext;
  const admission = new CallAdmission(governor, { admissionWaitMs: 120_000, ...options }, null);
  return new MemoryAdmissionGuard(admission, new HttpAdapterHost()).canActivate(context);
}

function leave(): void {
  response.destroyed = true;
  response.emit('close');
}

function fill(): Account {
  const other = governor.openAccount('request', 'other');
  while (other.grow(kib));
  return other;
}

function empty(other: Account): void {
  other.shrink(other.usedBytes);
  other.close();
}

const requests = () => governor.snapshot().pools.find(({ name }) => name === 'request');

describe('a call', () => {
  it('is let in without a promise where there is room', () => {
    expect(enter()).toBe(true);
  });

  it('that waits is let in when there is room', async () => {
    const other = fill();
    const entered = enter();
    expect(requests()).toMatchObject({ waiting: 1 });
    empty(other);
    expect(await entered).toBe(true);
    expect(requests()).toMatchObject({ waiting: 0, openAccounts: 1 });
  });

  it('whose client leaves between its turn and its handler keeps no account', async () => {
    const other = fill();
    const entered = enter();
    empty(other);
    expect(requests()).toMatchObject({ waiting: 0, openAccounts: 1 });
    leave();
    await expect(entered).rejects.toThrow(ClientLeftException);
    expect(requests()).toMatchObject({ openAccounts: 0, reservedBytes: 0 });
  });

  it('whose client leaves while it waits ends then', async () => {
    const other = fill();
    const entered = enter();
    leave();
    await expect(entered).rejects.toThrow(ClientLeftException);
    expect(requests()).toMatchObject({ waiting: 0, openAccounts: 1 });
    empty(other);
  });

  it('whose client has left already does not begin to wait', async () => {
    const other = fill();
    response.destroyed = true;
    const entered = enter();
    expect(requests()).toMatchObject({ waiting: 0 });
    await expect(entered).rejects.toThrow(ClientLeftException);
    expect(requests()).toMatchObject({ openAccounts: 1 });
    empty(other);
  });

  it('ends in order although the application throws when it is told of its bytes', () => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    const error = new Error('no reporter');
    const onHeavyRequest = (): never => {
      throw error;
    };
    expect(enter({ warnAboveBytes: 1000, onHeavyRequest })).toBe(true);
    callOf(request)?.account.grow(2000);
    callOf(request)?.end.handled();
    leave();
    expect(requests()).toMatchObject({ openAccounts: 0, usedBytes: 0 });
    expect(log).toHaveBeenCalledWith('onHeavyRequest threw for GET /orders/:id', error);
    log.mockRestore();
  });

  it('is nobody’s where the name of its user is empty', () => {
    expect(enter({ userOf: () => '' })).toBe(true);
    expect(callOf(request)?.account.owner).toBeUndefined();
    leave();
  });

  it('that has ended is charged with nothing and refused nothing', async () => {
    expect(enter()).toBe(true);
    callOf(request)?.end.handled();
    leave();
    await charge(request, 1000);
    expect(requests()).toMatchObject({ openAccounts: 0, misuseTotal: 0 });
  });
});
