import { FakeClock } from '@lexiflow/memory';
import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../errors/define-error.ts';
import { parseNetwork, type Network } from './network.ts';
import { TrafficGuard, trafficLimits, type TrafficOptions } from './traffic-guard.ts';
import type { TrafficGate } from './traffic-gate.ts';
import { STRIKES_BEFORE_BLOCK, TRAFFIC_WINDOW_MS } from './traffic.limits.ts';

class Reply {
  readonly fields: Record<string, string> = {};
  header(name: string, value: string): void {
    this.fields[name] = value;
  }
  get fastify(): FastifyReply {
    return this as unknown as FastifyReply;
  }
}

function guardOf(options: Partial<TrafficOptions> = {}) {
  const clock = new FakeClock();
  const guard = new TrafficGuard({
    scale: 1,
    isBlockingAbuse: true,
    trustedProxies: [],
    clock,
    ...options,
  });
  const gate = guard.gateOf('export') as TrafficGate;
  const reply = new Reply();
  const arrive = (address: string) => gate.arrive(address, false, reply.fastify);
  const enter = (userId: string) => gate.enter(userId, 'counted', reply.fastify);
  return { guard, gate, clock, reply, arrive, enter };
}

const refusalOf = (answer: unknown): Partial<AppError> | undefined =>
  answer instanceof Error ? (answer as AppError) : undefined;
const blocked = { isAutomatic: false, kind: 'block', expiresAtMs: null } as const;
const of = (text: string): Network => parseNetwork(text) as Network;

describe('a traffic guard', () => {
  it('admits the limit of an address in a minute, says what is left, and refuses the rest', () => {
    const { arrive, reply } = guardOf();
    const { address } = trafficLimits.export;
    for (let n = 1; n <= address; n++) expect(arrive('203.0.113.7')).toBe('counted');
    expect(reply.fields['ratelimit']).toMatch(/^"export-address";r=0;t=\d+$/);
    expect(reply.fields['ratelimit-policy']).toBe(`"export-address";q=${address};w=60`);
    const refused = refusalOf(arrive('203.0.113.7'));
    expect(refused).toMatchObject({ code: 'HTTP_TOO_MANY_REQUESTS' });
    expect(refused?.facts?.retryAfterSeconds).toBeGreaterThan(0);
    expect(arrive('203.0.113.8')).toBe('counted');
  });

  it('lets a refused address go on as the minute fades, without counting what it refused', () => {
    const { arrive, clock } = guardOf();
    for (let n = 0; n < trafficLimits.export.address + 5_000; n++) arrive('203.0.113.7');
    clock.advance(TRAFFIC_WINDOW_MS);
    expect(refusalOf(arrive('203.0.113.7'))?.facts?.retryAfterSeconds).toBe(1);
    clock.advance(TRAFFIC_WINDOW_MS / 2);
    expect(arrive('203.0.113.7')).toBe('counted');
  });

  it('counts users and classes of routes apart', () => {
    const { guard, enter, reply } = guardOf();
    for (let n = 0; n < trafficLimits.export.user; n++) expect(enter('ann')).toBeUndefined();
    expect(refusalOf(enter('ann'))?.message).toContain('One user');
    expect(enter('ben')).toBeUndefined();
    const bulk = guard.gateOf('bulk') as TrafficGate;
    expect(bulk.enter('ann', 'counted', reply.fastify)).toBeUndefined();
    expect(guard.figures).toEqual({ addressLimited: 0, userLimited: 1, blocked: 0 });
  });

  it('counts a whole /64 of IPv6 as one', () => {
    const { arrive } = guardOf();
    const { address } = trafficLimits.export;
    for (let n = 0; n < address; n++) arrive(`2001:db8:1:2::${n.toString(16)}`);
    expect(refusalOf(arrive('2001:db8:1:2:ffff::1'))?.code).toBe('HTTP_TOO_MANY_REQUESTS');
    expect(arrive('2001:db8:1:3::1')).toBe('counted');
  });

  it('limits neither this machine, nor allowed addresses, nor the operator, nor probes', () => {
    const { guard, gate, arrive, reply } = guardOf();
    guard.rules.put(of('198.51.100.0/24'), { ...blocked, kind: 'allow' });
    for (let n = 0; n < 2 * trafficLimits.export.address; n++) {
      expect(gate.arrive('127.0.0.1', true, reply.fastify)).toBe('free');
      expect(arrive('198.51.100.9')).toBe('free');
      expect(gate.enter(null, 'counted', reply.fastify)).toBeUndefined();
      expect(gate.enter('ann', 'free', reply.fastify)).toBeUndefined();
    }
    expect(reply.fields).toEqual({});
    expect(guard.gateOf('health')).toBeNull();
  });

  it('limits nothing at scale 0, and a fraction of it at least once', () => {
    const { guard, arrive } = guardOf({ scale: 0 });
    for (let n = 0; n < 2_000; n++) expect(arrive('203.0.113.7')).toBe('counted');
    expect(guard.limitsOf('export')).toBeNull();
    expect(guardOf({ scale: 0.000_001 }).guard.limitsOf('export')).toEqual({ address: 1, user: 1 });
  });

  it('refuses a blocked address, and lets an automatically blocked one go on as a suspect', () => {
    const { guard, arrive } = guardOf();
    guard.rules.put(of('203.0.113.7'), blocked);
    guard.rules.put(of('203.0.113.8'), { ...blocked, isAutomatic: true });
    expect(refusalOf(arrive('203.0.113.7'))?.code).toBe('HTTP_ADDRESS_BLOCKED');
    expect(arrive('203.0.113.8')).toBe('suspect');
    expect(guard.figures.blocked).toBe(1);
  });

  it('notices an address that goes on long beyond its limit', () => {
    const { guard, arrive } = guardOf();
    const noticed: unknown[] = [];
    guard.onAbuse((...abuse) => noticed.push(abuse));
    for (let n = 0; n < trafficLimits.export.address + STRIKES_BEFORE_BLOCK - 1; n++)
      arrive('203.0.113.7');
    expect(noticed).toEqual([]);
    arrive('203.0.113.7');
    expect(noticed).toEqual([['203.0.113.7', 'rate-limit', STRIKES_BEFORE_BLOCK]]);
  });

  it('strikes a guesser for each token and a forgotten program for one', () => {
    const { guard } = guardOf();
    let noticed = 0;
    guard.onAbuse(() => noticed++);
    for (let n = 0; n < STRIKES_BEFORE_BLOCK; n++)
      guard.strike('203.0.113.7', 'unknown-token', 2, 'the same old token');
    expect(noticed).toBe(0);
    for (let n = 0; n < STRIKES_BEFORE_BLOCK / 2; n++)
      guard.strike('203.0.113.8', 'unknown-token', 2, `guess ${n}`);
    expect(noticed).toBe(1);
  });

  it.each([
    ['this machine', '127.0.0.1', []],
    ['a private address while no proxy is named', '10.1.2.3', []],
    ['a trusted proxy', '192.0.2.10', ['192.0.2.0/24', 'loopback']],
  ])('never blocks %s by itself', (_, address, trustedProxies) => {
    const { guard } = guardOf({ trustedProxies });
    let noticed = 0;
    guard.onAbuse(() => noticed++);
    for (let n = 0; n < STRIKES_BEFORE_BLOCK * 2; n++) guard.strike(address, 'password');
    expect(noticed).toBe(0);
  });

  it('blocks a client in a private network behind a named proxy', () => {
    const { guard } = guardOf({ trustedProxies: ['192.0.2.10'] });
    let noticed = 0;
    guard.onAbuse(() => noticed++);
    for (let n = 0; n < STRIKES_BEFORE_BLOCK; n++) guard.strike('10.1.2.3', 'password');
    expect(noticed).toBe(1);
  });

  it('notices nothing where blocking abuse is turned off', () => {
    const { guard } = guardOf({ isBlockingAbuse: false });
    let noticed = 0;
    guard.onAbuse(() => noticed++);
    for (let n = 0; n < STRIKES_BEFORE_BLOCK * 2; n++) guard.strike('203.0.113.7', 'password');
    expect(noticed).toBe(0);
  });
});
