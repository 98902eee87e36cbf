import { channel } from 'node:diagnostics_channel';

/**
 * What the library publishes instead of logging, each on `lexiflow:memory:<what>`.
 * A message is a plain frozen-shape object; subscribers must not keep or change it.
 */
export const channels = {
  /** The pressure level changed: `{ from, to, usedRatio, cause, timeToLimitMs }`. */
  level: channel('lexiflow:memory:level'),
  /** One action of the governor, as on the timeline: `TimelineEntry`. */
  action: channel('lexiflow:memory:action'),
  /** Memory or admission was refused: `Refusal`. */
  refusal: channel('lexiflow:memory:refusal'),
  /** An account was closed with bytes on it: `{ pool, name, owner, bytes }`. */
  accountLeftover: channel('lexiflow:memory:account-leftover'),
  /** An account was used against its contract: `{ pool, name, what, bytes }`. */
  accountMisuse: channel('lexiflow:memory:account-misuse'),
  /** A registered structure threw when asked to give memory back: `{ name, what, error }`. */
  reclaimerFailed: channel('lexiflow:memory:reclaimer-failed'),
  /** A cache could not renew a stale value in the background: `{ cache, error }`. */
  cacheLoadFailed: channel('lexiflow:memory:cache-load-failed'),
  /** A probe could not be read; the reading goes on without it: `{ probe, error }`. */
  probeFailed: channel('lexiflow:memory:probe-failed'),
  /** Pressure did not give way: a fresh process should take over: `{ reason, usedRatio, sinceMs }`. */
  drain: channel('lexiflow:memory:drain'),
} as const;
