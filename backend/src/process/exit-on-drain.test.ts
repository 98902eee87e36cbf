import { FakeClock, channels } from '@lexiflow/memory';
import type { LevelListener } from '@lexiflow/memory';
import { describe, expect, it, vi } from 'vitest';
import { exitOnDrain } from './exit-on-drain.ts';
import { processLimits } from './process.limits.ts';

const minute = 60_000;

function start(ageMs: number, random = 0) {
  const clock = new FakeClock();
  const listeners = new Set<LevelListener>();
  const startMs = clock.now() - ageMs;
  const exit = vi.fn<() => void>();
  const warn = vi.fn<(facts: object, text: string) => void>();
  exitOnDrain({
    governor: {
      onLevel: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    logger: { warn } as never,
    clock,
    uptimeMs: () => clock.now() - startMs,
    random: () => random,
    exit,
  });
  const ask = (): void =>
    channels.drain.publish({ reason: 'working-set', usedRatio: 0.97, sinceMs: 30_000 });
  const fall = (): void => listeners.forEach((listener) => listener('warning', 'critical'));
  // An exit ends the subscription of a test that has not had one.
  const end = (): void => {
    clock.advance(processLimits.drainExitAfterMs);
    ask();
    clock.advance(processLimits.drainExitSpreadMs);
  };
  return { clock, exit, warn, ask, fall, end, listeners };
}

describe('a request for a fresh process', () => {
  it('ends a process that is old enough, once', () => {
    const { clock, exit, ask, listeners } = start(processLimits.drainExitAfterMs);
    ask();
    ask();
    clock.advance(0);
    expect(exit).toHaveBeenCalledTimes(1);
    expect([clock.pendingTimers, listeners.size]).toEqual([0, 0]);
  });

  it.each([0.25, 0.5, 0.99])(
    'ends instances that are pressed alike one after the other: %d',
    (part) => {
      const { clock, exit, ask } = start(processLimits.drainExitAfterMs, part);
      ask();
      const spreadMs = part * processLimits.drainExitSpreadMs;
      clock.advance(spreadMs - 1);
      expect(exit).not.toHaveBeenCalled();
      clock.advance(1);
      expect(exit).toHaveBeenCalledTimes(1);
    },
  );

  it('ends instances that were started together one after the other', () => {
    const { clock, exit, ask } = start(2 * minute, 0.5);
    ask();
    clock.advance(8 * minute);
    expect(exit).not.toHaveBeenCalled();
    clock.advance(processLimits.drainExitSpreadMs / 2);
    expect(exit).toHaveBeenCalledTimes(1);
  });

  it('waits in a young one until its time has come', () => {
    const { clock, exit, warn, ask } = start(2 * minute);
    ask();
    expect(warn).toHaveBeenCalledWith({ inSeconds: 480 }, expect.stringContaining('Too young'));
    clock.advance(8 * minute - 1);
    expect(exit).not.toHaveBeenCalled();
    clock.advance(1);
    expect(exit).toHaveBeenCalledTimes(1);
  });

  it('is forgotten when the level falls below critical meanwhile', () => {
    const { clock, exit, ask, fall, end } = start(2 * minute);
    ask();
    fall();
    clock.advance(20 * minute);
    expect(exit).not.toHaveBeenCalled();
    end();
    expect(exit).toHaveBeenCalledTimes(1);
  });
});
