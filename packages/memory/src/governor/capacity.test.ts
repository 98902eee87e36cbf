import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { FakeMachine } from '../probe/fake-machine.ts';
import { createGovernor } from './governor.ts';
import type { Governor } from './governor.ts';

const mib = 1024 * 1024;

describe('what pools may commit', () => {
  const clock = new FakeClock();
  let machine: FakeMachine;
  let governor: Governor;

  function makeGovernor(oldLimitBytes = 4000 * mib): Governor {
    machine = new FakeMachine({
      rssBytes: 100 * mib,
      heapUsedBytes: 40 * mib,
      heapCommittedBytes: 40 * mib,
      oldUsedBytes: 40 * mib,
      externalBytes: 10 * mib,
    });
    return createGovernor({
      plan: {
        budgetBytes: 1000 * mib,
        accountsBytes: 300 * mib,
        lines: [{ label: 'slack', bytes: 70 * mib, why: '' }],
      },
      cgroup: null,
      automaticGc: false,
      oldLimitBytes,
      clock,
      machine,
      gc: machine.gc,
    }).start();
  }

  beforeEach(() => {
    governor = makeGovernor();
    governor.booted();
  });

  afterEach(() => governor[Symbol.dispose]());

  const capacityMb = (): number => Math.round(governor.snapshot().capacityBytes / mib);

  it('is what boot has left of the budget, less safety and slack, once the process is ready', () => {
    clock.advance(100);
    expect(capacityMb()).toBe(1000 - 80 - 100 - 70);
    const { pools } = governor.snapshot();
    expect(pools.find(({ name }) => name === 'request')).toMatchObject({
      minBytes: 60 * mib,
      maxBytes: 562.5 * mib,
    });
  });

  it('stays the plan’s for a process that never says it is ready', () => {
    governor[Symbol.dispose]();
    governor = makeGovernor();
    clock.advance(1_000);
    expect(capacityMb()).toBe(300);
  });

  it('does not promise buffers again before a look has shown that their pages are gone', () => {
    const account = governor.openAccount('request', 'GET /file');
    account.grow(550 * mib);
    machine.figures.rssBytes = 650 * mib;
    machine.figures.externalBytes = 560 * mib;
    clock.advance(100);
    // The buffers are dropped, but V8 has not come for them.
    account.shrink(550 * mib);
    expect(account.grow(500 * mib)).toBe(false);
    machine.figures.rssBytes = 100 * mib;
    machine.figures.externalBytes = 10 * mib;
    clock.advance(100);
    expect(account.grow(500 * mib)).toBe(true);
    account.shrink(500 * mib);
    account.close();
  });

  it('asks the heap for no room for what lies outside of it', () => {
    governor[Symbol.dispose]();
    governor = makeGovernor(400 * mib);
    governor.booted();
    clock.advance(100);
    const heapOnly = capacityMb();
    const sockets = governor.openAccount('realtime', 'sockets', { nativeShare: 0.6 });
    expect(sockets.grow(100 * mib)).toBe(true);
    clock.advance(100);
    expect(capacityMb()).toBe(heapOnly + 60);
    sockets.shrink(100 * mib);
    sockets.close();
    clock.advance(100);
    expect(capacityMb()).toBe(heapOnly);
  });

  it('looks at once when a promise does not fit for what was given back just now', () => {
    const account = governor.openAccount('request', 'GET /file');
    account.grow(550 * mib);
    clock.advance(100);
    account.shrink(550 * mib);
    clock.advance(10);
    expect(account.grow(500 * mib)).toBe(true);
    account.shrink(500 * mib);
    account.close();
  });

  it('lends to the heap what its old generation has room for, and no promise twice', () => {
    governor[Symbol.dispose]();
    governor = makeGovernor(400 * mib);
    governor.booted();
    machine.collect(40 * mib);
    clock.advance(100);
    const room = 0.85 * 400 - 40;
    expect(capacityMb()).toBe(room);
    // Promised and not there yet: it may all become heap.
    const account = governor.openAccount('request', 'GET /rows');
    expect(account.grow(200 * mib)).toBe(true);
    clock.advance(100);
    expect(capacityMb()).toBe(room);
    // It did: the same bytes are alive now, and named.
    machine.figures.oldUsedBytes = machine.figures.heapUsedBytes = 240 * mib;
    machine.collect(240 * mib);
    clock.advance(100);
    expect(capacityMb()).toBe(room);
    // They are Buffers instead: the heap has its room back.
    machine.figures.externalBytes = 210 * mib;
    machine.collect(40 * mib);
    clock.advance(100);
    expect(capacityMb()).toBe(room + 200);
    account.shrink(200 * mib);
    account.close();
  });
});
