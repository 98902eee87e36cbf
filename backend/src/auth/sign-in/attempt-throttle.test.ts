import { FakeClock } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, ATTEMPT_WINDOW_MS } from '../auth.limits.ts';
import { AttemptThrottle } from './attempt-throttle.ts';

const refused = expect.objectContaining({ code: 'AUTH_TOO_MANY_ATTEMPTS' });

describe('AttemptThrottle', () => {
  it('refuses an account its share is used up for, from whatever address', () => {
    const throttle = new AttemptThrottle(undefined, new FakeClock());
    for (let count = 0; count < ATTEMPTS_PER_ACCOUNT; count++) throttle.take(`ip${count}`, 'a');
    expect(() => throttle.take('another', 'a')).toThrow(refused);
    expect(() => throttle.take('another', 'b')).not.toThrow();
  });

  it('refuses an address its share is used up for, whatever the account', () => {
    const throttle = new AttemptThrottle(undefined, new FakeClock());
    for (let count = 0; count < ATTEMPTS_PER_ADDRESS; count++) throttle.take('ip', `a${count}`);
    expect(() => throttle.take('ip', 'b')).toThrow(refused);
    expect(() => throttle.take('another', 'b')).not.toThrow();
  });

  it('counts the addresses of one IPv6 /64 as one', () => {
    const throttle = new AttemptThrottle(undefined, new FakeClock());
    for (let count = 0; count < ATTEMPTS_PER_ADDRESS; count++) {
      throttle.take(`2001:db8:1:2::${count.toString(16)}`, `a${count}`);
    }
    expect(() => throttle.take('2001:db8:1:2:ffff::', 'b')).toThrow(refused);
    expect(() => throttle.take('2001:db8:1:3::', 'b')).not.toThrow();
  });

  it('lets again when the window has passed, however often it refused meanwhile', () => {
    const clock = new FakeClock();
    const throttle = new AttemptThrottle(undefined, clock);
    for (let count = 0; count < ATTEMPTS_PER_ACCOUNT; count++) throttle.take(`ip${count}`, 'a');
    for (let count = 0; count < 100; count++) {
      expect(() => throttle.take('ip', 'a')).toThrow(refused);
    }
    clock.advance(2 * ATTEMPT_WINDOW_MS);
    expect(() => throttle.take('ip', 'a')).not.toThrow();
  });

  it('names when to come back', () => {
    const clock = new FakeClock();
    const throttle = new AttemptThrottle(undefined, clock);
    clock.advance(20_000);
    for (let count = 0; count < ATTEMPTS_PER_ACCOUNT; count++) throttle.take(`ip${count}`, 'a');
    const facts = { retryAfterSeconds: 40 };
    expect(() => throttle.take('ip', 'a')).toThrow(expect.objectContaining({ facts }));
  });
});
