import { beforeEach, describe, expect, it } from 'vitest';
import { overloadLimits } from './overload.limits.ts';
import { QueueWatch } from './queue-watch.ts';

const { lookMs, standingMs, standingAgainMs, relapseMs } = overloadLimits;

describe('QueueWatch', () => {
  let nowMs: number;
  let waiters: number;
  let watch: QueueWatch;
  beforeEach(() => {
    [nowMs, waiters] = [0, 0];
    watch = new QueueWatch(nowMs, () => waiters);
  });

  /** Looks in time for so long, with that many waiting; whether it is an overload then. */
  const pass = (ms: number, waiting: number): boolean => {
    waiters = waiting;
    for (const untilMs = nowMs + ms; nowMs < untilMs;) watch.look((nowMs += lookMs));
    return watch.isStanding(nowMs);
  };

  it('takes a queue for an overload when it has stood for its time', () => {
    expect(pass(standingMs - lookMs, 1)).toBe(false);
    expect(pass(2 * lookMs, 1)).toBe(true);
    expect(pass(lookMs, 0)).toBe(false);
  });

  it('takes a loop that is late for a queue', () => {
    for (const untilMs = nowMs + 2 * standingMs; nowMs < untilMs;)
      watch.look((nowMs += 2 * lookMs));
    expect(watch.isStanding(nowMs)).toBe(true);
  });

  it('says so sooner while an overload is not long over', () => {
    pass(2 * standingMs, 1);
    pass(relapseMs / 2, 0);
    expect(pass(standingAgainMs - lookMs, 1)).toBe(false);
    expect(pass(2 * lookMs, 1)).toBe(true);
  });

  it('gives a burst its whole time again when the overload is long over', () => {
    pass(2 * standingMs, 1);
    pass(relapseMs + lookMs, 0);
    expect(pass(standingMs - lookMs, 1)).toBe(false);
    expect(pass(2 * lookMs, 1)).toBe(true);
  });
});
