import { FakeClock } from '@lexiflow/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { realtimeLimits } from '../realtime.limits.ts';
import { FanOut, type GossipLink } from './fan-out.ts';
import type { Gossip } from './gossip.ts';

/** A Redis that can be taken away. */
class FakeRedis {
  isUp = true;
  readonly #listeners = new Set<(text: string) => void>();

  link(): GossipLink {
    return {
      isReady: true,
      onState: () => () => undefined,
      publish: (_, text) => {
        if (this.isUp) for (const listener of this.#listeners) listener(text);
      },
      subscribe: (_, listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
    };
  }
}

/** One process: what it holds, and what it knows of the others. */
class Process {
  readonly holds = new Set<string>();
  readonly knows = new Map<string, Set<string>>();
  readonly fanOut: FanOut;
  isWatching = false;

  constructor(name: string, redis: FakeRedis, clock: FakeClock) {
    this.fanOut = new FanOut(name, redis.link(), clock, {
      heard: (message) => this.#heard(message),
      forget: (instance) => void this.knows.delete(instance),
      tellAll: () => this.holds.forEach((room) => this.#tell(room)),
      isWatching: () => this.isWatching,
    });
    this.fanOut.start();
  }

  hold(room: string): void {
    this.holds.add(room);
    this.#tell(room);
  }

  #tell(room: string): void {
    this.fanOut.send({ type: 'presence', room, users: [], total: 1 });
  }

  #heard(message: Gossip): void {
    if (message.type !== 'presence') return;
    const rooms = this.knows.get(message.from) ?? new Set();
    this.knows.set(message.from, rooms.add(message.room));
  }
}

describe('FanOut', () => {
  let clock: FakeClock;
  let redis: FakeRedis;
  let a: Process;
  const rounds = (count: number): void => clock.advance(count * realtimeLimits.aliveMs.value);
  const known = (process: Process, of: string): string[] =>
    [...(process.knows.get(of) ?? [])].toSorted();

  beforeEach(() => {
    clock = new FakeClock();
    redis = new FakeRedis();
    a = new Process('a', redis, clock);
  });

  it('tells a process that comes later everything the others hold', () => {
    a.hold('one');
    a.hold('two');
    const b = new Process('b', redis, clock);
    rounds(2);
    expect(known(b, 'a')).toEqual(['one', 'two']);
    expect([a.fanOut.others, b.fanOut.others]).toEqual([1, 1]);
  });

  it('asks for everything after a message was missed', () => {
    const b = new Process('b', redis, clock);
    rounds(2);
    redis.isUp = false;
    a.hold('unheard');
    redis.isUp = true;
    rounds(3);
    expect(known(b, 'a')).toEqual(['unheard']);
  });

  it('forgets a process that gives no sign of life, and one that says goodbye', () => {
    a.hold('one');
    const b = new Process('b', redis, clock);
    const c = new Process('c', redis, clock);
    rounds(2);
    a.fanOut.stop();
    expect(known(b, 'a')).toEqual([]);
    c.hold('two');
    expect(known(b, 'c')).toEqual(['two']);
    redis.isUp = false;
    clock.advance(realtimeLimits.deadMs.value + realtimeLimits.aliveMs.value);
    expect([known(b, 'c'), b.fanOut.others]).toEqual([[], 0]);
  });

  it('knows whether another process wants the figures of this one', () => {
    const b = new Process('b', redis, clock);
    rounds(2);
    expect(a.fanOut.isWatched).toBe(false);
    b.isWatching = true;
    rounds(2);
    expect([a.fanOut.isWatched, b.fanOut.isWatched]).toEqual([true, false]);
  });

  it('does not hear itself, nor what is no message of ours', () => {
    a.hold('one');
    const { publish } = redis.link();
    for (const text of ['', 'null', '{"type":"presence"}', '[]']) publish('', text);
    expect(a.knows.size).toBe(0);
  });

  it('bounds how many processes it knows of', () => {
    const { publish } = redis.link();
    for (let index = 0; index < 2 * realtimeLimits.neighbours.value; index++)
      publish(
        '',
        JSON.stringify({ type: 'alive', from: `x${index}`, number: 1, isWatching: true }),
      );
    expect(a.fanOut.others).toBe(realtimeLimits.neighbours.value);
  });
});
