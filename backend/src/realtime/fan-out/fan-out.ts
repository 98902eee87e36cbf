import type { Clock } from '@lexiflow/memory';
import type { RedisLink } from '../../platform/redis/redis-link.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import { parseGossip, type Gossip, type NewGossip } from './gossip.ts';

/** The part of a Redis that fan-out needs. */
export type GossipLink = Pick<RedisLink, 'isReady' | 'onState' | 'publish' | 'subscribe'>;

interface Neighbour {
  lastNumber: number;
  seenMs: number;
  isWatching: boolean;
  /** Something of it was missed, or nothing is known yet. */
  isStale: boolean;
}

/** What is made of the others' messages. */
export interface GossipListener {
  /** A message that is no housekeeping of the fan-out itself. */
  heard(message: Gossip): void;
  /** A process is gone, or tells everything anew: what it held is void. */
  forget(instance: string): void;
  /** Another process wants to know everything that this one holds. */
  tellAll(): void;
  /** Whether this process wants the memory figures of all. */
  isWatching(): boolean;
}

const CHANNEL = 'lexiflow:realtime';

/**
 * Carries what is of the moment (presence, samples, pushes) between the processes over Redis. Each
 * numbers its messages: who has missed one asks for everything, so presence is right again within
 * seconds after Redis was away. Without Redis every process is alone; events do not come this way.
 */
export class FanOut {
  readonly instance: string;
  readonly #link: GossipLink | null;
  readonly #clock: Clock;
  readonly #listener: GossipListener;
  readonly #neighbours = new Map<string, Neighbour>();
  readonly #stops: (() => void)[] = [];
  #number = 0;
  #isAsked = false;

  constructor(instance: string, link: GossipLink | null, clock: Clock, listener: GossipListener) {
    this.instance = instance;
    this.#link = link;
    this.#clock = clock;
    this.#listener = listener;
  }

  get isUp(): boolean {
    return this.#link?.isReady ?? false;
  }

  get isConfigured(): boolean {
    return this.#link !== null;
  }

  /** Other processes that gave a sign of life lately. */
  get others(): number {
    return this.#neighbours.size;
  }

  /** Whether another process wants the memory figures of this one. */
  get isWatched(): boolean {
    return [...this.#neighbours.values()].some(({ isWatching }) => isWatching);
  }

  start(): void {
    const link = this.#link;
    if (link === null) return;
    this.#stops.push(
      link.subscribe(CHANNEL, (text) => this.#hear(text)),
      link.onState((isReady) => isReady && this.tick()),
      this.#clock.every(realtimeLimits.aliveMs.value, () => this.tick()),
    );
    this.tick();
  }

  /** Says goodbye and ends the timer. */
  stop(): void {
    this.send({ type: 'all-begin' });
    for (const stop of this.#stops.splice(0)) stop();
    this.#neighbours.clear();
  }

  /** Tells every other process; lost when Redis is away. */
  send(message: NewGossip): void {
    this.#number += 1;
    this.#link?.publish(
      CHANNEL,
      JSON.stringify({ ...message, from: this.instance, number: this.#number }),
    );
  }

  /** A sign of life, what was asked for, and the dead forgotten; the timer calls it. */
  tick(): void {
    const nowMs = this.#clock.now();
    for (const [instance, { seenMs, isStale }] of this.#neighbours) {
      if (nowMs - seenMs > realtimeLimits.deadMs.value) {
        this.#neighbours.delete(instance);
        this.#listener.forget(instance);
      } else if (isStale) this.send({ type: 'ask', of: instance });
    }
    if (this.#isAsked) this.#tellAll();
    this.send({ type: 'alive', isWatching: this.#listener.isWatching() });
  }

  #hear(text: string): void {
    if (text.length > realtimeLimits.gossipBytes.value) return;
    const message = parseGossip(text);
    if (message === null || message.from === this.instance) return;
    const sender = this.#sender(message);
    if (sender === null) return;
    switch (message.type) {
      case 'alive':
        sender.isWatching = message.isWatching;
        break;
      case 'ask':
        // Many may ask at once: they get one answer.
        if (message.of === this.instance) this.#isAsked = true;
        break;
      case 'all-begin':
        this.#listener.forget(message.from);
        sender.isStale = false;
        break;
      default:
        this.#listener.heard(message);
    }
  }

  #sender({ from, number }: Gossip): Neighbour | null {
    const nowMs = this.#clock.now();
    const known = this.#neighbours.get(from);
    if (known) {
      if (number !== known.lastNumber + 1) known.isStale = true;
      known.lastNumber = number;
      known.seenMs = nowMs;
      return known;
    }
    if (this.#neighbours.size >= realtimeLimits.neighbours.value) return null;
    const made = { lastNumber: number, seenMs: nowMs, isWatching: false, isStale: true };
    this.#neighbours.set(from, made);
    this.send({ type: 'ask', of: from });
    return made;
  }

  #tellAll(): void {
    this.#isAsked = false;
    this.send({ type: 'all-begin' });
    this.#listener.tellAll();
  }
}
