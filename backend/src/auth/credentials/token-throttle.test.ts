import { FakeClock } from '@lexiflow/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FAILED_TOKENS_PER_ADDRESS, FAILED_TOKEN_WINDOW_MS } from '../auth.limits.ts';
import { TokenThrottle } from './token-throttle.ts';

const refused = expect.objectContaining({ code: 'AUTH_TOO_MANY_TOKENS' });
const unknown = () => Promise.resolve(null);
const known = () => Promise.resolve('viewer');

describe('TokenThrottle', () => {
  let clock: FakeClock;
  let throttle: TokenThrottle;

  beforeEach(() => {
    clock = new FakeClock();
    throttle = new TokenThrottle(undefined, clock);
  });

  const fail = async (address: (at: number) => string, times: number) => {
    for (let at = 0; at < times; at++) {
      expect(await throttle.look(address(at), `guess${at}`, unknown)).toBeNull();
    }
  };

  it('does not look up a further token of an address whose tokens failed', async () => {
    await fail(() => '203.0.113.7', FAILED_TOKENS_PER_ADDRESS);
    await expect(throttle.look('203.0.113.7', 'next', known)).rejects.toEqual(refused);
    expect(throttle.refused).toBe(1);
    expect(await throttle.look('203.0.113.8', 'next', known)).toBe('viewer');
  });

  it('counts the addresses of one IPv6 /64 together', async () => {
    await fail((at) => `2001:db8:1:2::${at.toString(16)}`, FAILED_TOKENS_PER_ADDRESS);
    await expect(throttle.look('2001:db8:1:2:ffff::', 'next', known)).rejects.toEqual(refused);
    expect(await throttle.look('2001:db8:1:3::1', 'next', known)).toBe('viewer');
  });

  it('goes on to look up the tokens that were valid lately', async () => {
    await throttle.look('203.0.113.7', 'used', known);
    throttle.accept('just signed in');
    await fail(() => '203.0.113.7', FAILED_TOKENS_PER_ADDRESS);
    expect(await throttle.look('203.0.113.7', 'used', known)).toBe('viewer');
    expect(await throttle.look('203.0.113.7', 'just signed in', known)).toBe('viewer');
  });

  it('bounds the lookups under way at once, and frees their places', async () => {
    const gate = Promise.withResolvers<null>();
    const waiting = Array.from({ length: FAILED_TOKENS_PER_ADDRESS }, (_, at) =>
      throttle.look('203.0.113.7', `guess${at}`, () => gate.promise),
    );
    await expect(throttle.look('203.0.113.7', 'next', known)).rejects.toEqual(
      expect.objectContaining({ facts: { retryAfterSeconds: 1 } }),
    );
    gate.resolve(null);
    await Promise.all(waiting);
    clock.advance(2 * FAILED_TOKEN_WINDOW_MS);
    expect(await throttle.look('203.0.113.7', 'next', known)).toBe('viewer');
  });

  it('counts no lookup that the database refused', async () => {
    const broken = () => Promise.reject(new Error('down'));
    for (let at = 0; at < 2 * FAILED_TOKENS_PER_ADDRESS; at++) {
      await expect(throttle.look('203.0.113.7', `t${at}`, broken)).rejects.toThrow('down');
    }
    expect(await throttle.look('203.0.113.7', 'next', known)).toBe('viewer');
  });

  it('names when to come back', async () => {
    clock.advance(20_000);
    await fail(() => '203.0.113.7', FAILED_TOKENS_PER_ADDRESS);
    await expect(throttle.look('203.0.113.7', 'next', known)).rejects.toEqual(
      expect.objectContaining({ facts: { retryAfterSeconds: 40 } }),
    );
  });
});
