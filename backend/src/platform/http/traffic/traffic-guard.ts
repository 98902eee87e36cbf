import { BoundedCounterTable, type AccountSource, type Clock } from '@lexiflow/memory';
import { addressBlock } from '../address-block.ts';
import type { RoutePriority } from '../endpoint.ts';
import { AddressRules } from './address-rules.ts';
import { sparedAddresses } from './spared-addresses.ts';
import { TrafficGate } from './traffic-gate.ts';
import {
  ADMIN_REQUESTS,
  AUTH_REQUESTS,
  BULK_REQUESTS,
  EXPORT_REQUESTS,
  INTERACTIVE_REQUESTS,
  REALTIME_REQUESTS,
  SERVICE_REQUESTS,
  STRIKES_BEFORE_BLOCK,
  STRIKE_KEYS,
  STRIKE_WINDOW_MS,
  TRAFFIC_ADDRESS_KEYS,
  TRAFFIC_USER_KEYS,
  TRAFFIC_WINDOW_MS,
  UNKNOWN_ROUTE_REQUESTS,
  type RequestLimits,
} from './traffic.limits.ts';

/**
 * Classes of requests that are counted apart; `health` is never limited, so probes always pass.
 * `realtime` are those for a WebSocket.
 */
export type TrafficClass = Exclude<RoutePriority, 'health'> | 'realtime' | 'unknown';

/** What one class of routes admits in a sliding minute. */
export const trafficLimits: Readonly<Record<TrafficClass, RequestLimits>> = {
  auth: AUTH_REQUESTS,
  admin: ADMIN_REQUESTS,
  service: SERVICE_REQUESTS,
  interactive: INTERACTIVE_REQUESTS,
  bulk: BULK_REQUESTS,
  export: EXPORT_REQUESTS,
  realtime: REALTIME_REQUESTS,
  unknown: UNKNOWN_ROUTE_REQUESTS,
};

/** What an address is struck for. */
export type StrikeCause = 'rate-limit' | 'unknown-token' | 'password';

/** Called once when the strikes of an address reach the bound; the address is an IPv4 or a /64. */
export type AbuseListener = (block: string, cause: StrikeCause, strikes: number) => void;

/** How the guard is made. */
export interface TrafficOptions {
  /** Multiplies every limit; 0 turns the limits off, the lists stay. */
  readonly scale: number;
  readonly isBlockingAbuse: boolean;
  readonly trustedProxies: readonly string[];
  readonly accounts?: AccountSource;
  readonly clock?: Pick<Clock, 'now'>;
}

/** Requests refused since start, by reason. */
export interface TrafficFigures {
  addressLimited: number;
  userLimited: number;
  blocked: number;
}

/**
 * Counts requests by network address and by user in tables of fixed size, keeps the allow and block
 * lists, and notices abuse. It has no timer and no entry per client: a million addresses cost what
 * one costs. Counts are this process's own; the lists are the same on every instance.
 */
export class TrafficGuard {
  readonly rules: AddressRules;
  readonly figures: TrafficFigures = { addressLimited: 0, userLimited: 0, blocked: 0 };
  readonly addresses: BoundedCounterTable;
  readonly users: BoundedCounterTable;
  readonly #strikes: BoundedCounterTable;
  readonly #spared: AddressRules;
  readonly #isBlockingAbuse: boolean;
  readonly #scale: number;
  #onAbuse: AbuseListener | null = null;

  constructor({ scale, isBlockingAbuse, trustedProxies, accounts, clock }: TrafficOptions) {
    const account = accounts?.openAccount('request', 'http:traffic');
    const more = { ...(clock && { clock }), ...(account && { account }) };
    this.#scale = scale;
    this.#isBlockingAbuse = isBlockingAbuse;
    this.rules = new AddressRules(account);
    this.#spared = sparedAddresses(trustedProxies);
    const windowMs = TRAFFIC_WINDOW_MS;
    this.addresses = new BoundedCounterTable({
      windowMs,
      expectedKeys: TRAFFIC_ADDRESS_KEYS,
      ...more,
    });
    this.users = new BoundedCounterTable({ windowMs, expectedKeys: TRAFFIC_USER_KEYS, ...more });
    this.#strikes = new BoundedCounterTable({
      windowMs: STRIKE_WINDOW_MS,
      expectedKeys: STRIKE_KEYS,
      ...more,
    });
  }

  /** Bytes of the tables, whatever the number of addresses and users. */
  get tableBytes(): number {
    return this.addresses.bytes + this.users.bytes + this.#strikes.bytes;
  }

  /** The gate of one class of requests, made once. */
  gateFor(name: TrafficClass): TrafficGate {
    return new TrafficGate(this, name);
  }

  /** The gate of one route, made once; null where nothing is limited. */
  gateOf(priority: RoutePriority | 'unknown'): TrafficGate | null {
    return priority === 'health' ? null : this.gateFor(priority);
  }

  /** The limits of a class as they are enforced; null when limits are off. */
  limitsOf(name: TrafficClass): RequestLimits | null {
    if (this.#scale === 0) return null;
    const { address, user } = trafficLimits[name];
    const scaled = (limit: number) => Math.max(1, Math.round(limit * this.#scale));
    return { address: scaled(address), user: scaled(user) };
  }

  /** The rule about an address now. Wall time: rules end at an instant. */
  ruleFor(address: string) {
    return this.rules.find(address, Date.now());
  }

  /** Calls `listener` for each address that is to be blocked; one listener at a time. */
  onAbuse(listener: AbuseListener | null): void {
    this.#onAbuse = listener;
  }

  /**
   * Notes abuse by an address. `token` is the key of the refused token: one that is sent again and
   * again by a forgotten program is struck once a window, a guesser each time.
   */
  strike(address: string, cause: StrikeCause, weight = 1, token?: string): void {
    if (!this.#isBlockingAbuse || this.#onAbuse === null) return;
    if (this.#spared.find(address, 0) !== undefined) return;
    const block = addressBlock(address);
    if (token !== undefined && this.#strikes.add(`${block} ${token}`) > 1) return;
    const before = this.#strikes.slidingCount(block);
    this.#strikes.add(block, weight);
    const after = before + weight;
    if (after < STRIKES_BEFORE_BLOCK) return;
    if (this.rules.find(address, Date.now()) !== undefined) return;
    this.#onAbuse(block, cause, Math.round(after));
  }
}
