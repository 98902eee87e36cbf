import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channels } from '../events.ts';
import { FakeClock } from '../fake-clock.ts';
import { FakeMachine } from '../probe/fake-machine.ts';
import { createGovernor } from './governor.ts';
import type { Governor } from './governor.ts';

const mib = 1024 * 1024;

describe('standing memory', () => {
  const clock = new FakeClock();
  let machine: FakeMachine;
  let governor: Governor;
  let engineBytes: number;

  beforeEach(() => {
    engineBytes = 60 * mib;
    machine = new FakeMachine({
      rssBytes: 150 * mib,
      heapUsedBytes: 60 * mib,
      heapCommittedBytes: 60 * mib,
      heapLimitBytes: 560 * mib,
      oldUsedBytes: 50 * mib,
    });
    governor = createGovernor({
      plan: {
        budgetBytes: 1000 * mib,
        accountsBytes: 900 * mib,
        lines: [{ label: 'engine', bytes: 140 * mib, why: '' }],
      },
      cgroup: null,
      oldLimitBytes: 2000 * mib,
      automaticGc: false,
      clock,
      machine,
      gc: machine.gc,
    }).start();
    machine.collect(50 * mib);
    governor.registerStanding('engine', () => engineBytes);
    machine.figures.rssBytes += engineBytes;
    governor.booted();
  });

  afterEach(() => governor[Symbol.dispose]());

  function grow(bytes: number): void {
    engineBytes += bytes;
    machine.figures.rssBytes += bytes;
    clock.advance(100);
  }

  it('is no part of boot and never unexplained', () => {
    grow(30 * mib);
    expect(governor.snapshot()).toMatchObject({
      workingSetBytes: 240 * mib,
      bootWorkingSetBytes: 150 * mib,
      heapGrowthBytes: 0,
      unexplainedBytes: 0,
      standing: [{ name: 'engine', bytes: 90 * mib, plannedBytes: 140 * mib }],
    });
  });

  it('costs the pools its planned line, and what is beyond', () => {
    const { capacityBytes } = governor.snapshot();
    expect(capacityBytes / mib).toBeCloseTo(920 - 150 - 140);
    grow(80 * mib);
    expect(governor.snapshot().capacityBytes).toBe(capacityBytes);
    grow(25 * mib);
    expect(governor.snapshot().capacityBytes).toBe(capacityBytes - 25 * mib);
  });

  it('has a name once, until its holder ends it', () => {
    expect(() => governor.registerStanding('engine', () => 0)).toThrow(
      expect.objectContaining({ code: 'MEM_STANDING_DUPLICATE' }),
    );
    const end = governor.registerStanding('model', () => 5 * mib);
    clock.advance(100);
    expect(governor.snapshot().standing[1]).toEqual({
      name: 'model',
      bytes: 5 * mib,
      plannedBytes: 0,
    });
    end();
    governor.registerStanding('model', () => 0)();
    expect(governor.snapshot().standing).toHaveLength(1);
  });

  it('keeps its last figure when its holder throws', () => {
    const errors: unknown[] = [];
    const listen = (message: unknown) => void errors.push(message);
    channels.callbackFailed.subscribe(listen);
    governor.registerStanding('broken', () => {
      throw new Error('no');
    });
    governor.sample();
    channels.callbackFailed.unsubscribe(listen);
    expect(errors).toMatchObject([{ name: 'broken', what: 'standing' }]);
    expect(governor.snapshot().standing[1]?.bytes).toBe(0);
  });
});
