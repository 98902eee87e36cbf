import { channel, type Channel } from 'node:diagnostics_channel';

/** One channel with the type the emitted declarations need; the inferred one is not assignable to itself. */
function open(what: string): Channel {
  return channel(`lexiflow:memory:${what}`);
}

/**
 * What the library publishes instead of logging, each on `lexiflow:memory:<what>`.
 * A message is a plain frozen-shape object; subscribers must not keep or change it.
 */
export const channels = {
  /** The pressure level changed: `{ from, to, usedRatio, cause, timeToLimitMs }`. */
  level: open('level'),
  /** One action of the governor, as on the timeline: `TimelineEntry`. */
  action: open('action'),
  /** Memory or admission was refused: `Refusal`. */
  refusal: open('refusal'),
  /** An account was closed with bytes on it: `{ pool, name, owner, bytes }`. */
  accountLeftover: open('account-leftover'),
  /** An account was used against its contract: `{ pool, name, what, bytes }`. */
  accountMisuse: open('account-misuse'),
  /** A registered structure, action or listener threw, or what a cache calls: `{ name, what, error }`. All else goes on. */
  callbackFailed: open('callback-failed'),
  /** A cache could not renew a stale value in the background: `{ cache, error }`. */
  cacheLoadFailed: open('cache-load-failed'),
  /** A leak was suspected, convicted, or is gone, as a suspicion too: `Finding`. Not those that gave way to larger ones. */
  leak: open('leak'),
  /** A probe could not be read; the reading goes on without it: `{ probe, error }`. */
  probeFailed: open('probe-failed'),
  /** Pressure did not give way: a fresh process should take over: `{ reason, usedRatio, sinceMs }`. */
  drain: open('drain'),
} as const;
