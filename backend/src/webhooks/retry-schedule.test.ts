import { describe, expect, it } from 'vitest';
import { webhookVariables } from '../platform/config/webhook.variables.ts';
import { nextDelaySeconds, readRetryAfter } from './retry-schedule.ts';
import { webhookLimits } from './webhooks.limits.ts';

const delays = webhookVariables.retryDelaysSeconds.fallback;
const failed = { attempts: 1, elapsedMs: 0, retryAfterSeconds: null };

describe('nextDelaySeconds', () => {
  it('makes ten attempts by default, the last within three days and after more than two', () => {
    let elapsedMs = 0;
    let attempts = 1;
    for (;;) {
      const seconds = nextDelaySeconds({ ...failed, attempts, elapsedMs }, delays, 0);
      if (seconds === null) break;
      elapsedMs += seconds * 1000;
      attempts += 1;
    }
    expect(attempts).toBe(10);
    expect(elapsedMs).toBeLessThanOrEqual(webhookLimits.retryMs);
    expect(elapsedMs).toBeGreaterThan(2 * 86_400_000);
  });

  it('takes at most a tenth off by chance', () => {
    expect(nextDelaySeconds(failed, [100], 0)).toBe(100);
    expect(nextDelaySeconds(failed, [100], 0.999)).toBeCloseTo(90, 0);
  });

  it('waits as long as the receiver asks, and never less than planned', () => {
    expect(nextDelaySeconds({ ...failed, retryAfterSeconds: 900 }, [5], 0)).toBe(900);
    expect(nextDelaySeconds({ ...failed, retryAfterSeconds: 1 }, [5], 0)).toBe(5);
  });

  it('ends when the delays are used up, and when the three days are', () => {
    expect(nextDelaySeconds({ ...failed, attempts: 2 }, [5], 0)).toBeNull();
    const late = { ...failed, elapsedMs: webhookLimits.retryMs - 4_000 };
    expect(nextDelaySeconds(late, [5], 0)).toBeNull();
    expect(nextDelaySeconds(late, [4], 0)).toBe(4);
  });
});

describe('readRetryAfter', () => {
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  it.each([
    ['120', 120],
    [' 7 ', 7],
    ['Sun, 01 Mar 2026 12:01:00 GMT', 60],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['999999999', webhookLimits.retryAfterSeconds],
    ['soon', null],
    ['', null],
    ['-5', 0],
    [undefined, null],
  ])('reads %j as %j', (header, seconds) => {
    expect(readRetryAfter(header, nowMs)).toBe(seconds);
  });
});
