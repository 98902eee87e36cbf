import { webhookLimits } from './webhooks.limits.ts';

/** What the time of the next attempt depends on. */
export interface FailedAttempt {
  /** Attempts since the delivery was made or replayed, this one included. */
  readonly attempts: number;
  /** Since that began. */
  readonly elapsedMs: number;
  /** What the receiver asked for. */
  readonly retryAfterSeconds: number | null;
}

/**
 * Seconds until the next attempt, or null when this was the last one: the delays in their order, each
 * shortened by chance, never shorter than the receiver asked for, never beyond three days after the
 * first attempt. `random` is in [0, 1).
 */
export function nextDelaySeconds(
  { attempts, elapsedMs, retryAfterSeconds }: FailedAttempt,
  delaysSeconds: readonly number[],
  random: number,
): number | null {
  const planned = delaysSeconds[attempts - 1];
  if (planned === undefined) return null;
  const jittered = planned * (1 - webhookLimits.jitterRatio * random);
  const seconds = Math.max(jittered, retryAfterSeconds ?? 0);
  return elapsedMs + seconds * 1000 > webhookLimits.retryMs ? null : seconds;
}

/**
 * The seconds of a `Retry-After` header, a number or a date (RFC 9110, 10.2.3), at most a day; null
 * without a readable one.
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  if (!Number.isFinite(seconds)) return null;
  return Math.min(Math.max(0, seconds), webhookLimits.retryAfterSeconds);
}
