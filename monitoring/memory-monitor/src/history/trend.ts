import type { HistoryRing } from './history-ring.ts';

/** The slope of a history, and whether it is more than its own scatter. */
export interface Trend {
  readonly bytesPerHour: number;
  /** The slope is at least three times its standard error and more than a thousandth in an hour. */
  readonly isSure: boolean;
}

const SAMPLES = 6;
const HOUR_MS = 3_600_000;
/** Beyond a month nobody acts, and the line is no forecast. */
const LONGEST_SECONDS = 30 * 86_400;

/** The line of least squares through the samples since a time; null with fewer than six. O(samples). */
export function trendOf(history: HistoryRing, sinceMs: number): Trend | null {
  let count = 0;
  let firstMs = 0;
  let sumX = 0;
  let sumY = 0;
  history.forEach(sinceMs, (atMs, value) => {
    if (count++ === 0) firstMs = atMs;
    sumX += atMs - firstMs;
    sumY += value;
  });
  if (count < SAMPLES) return null;
  const meanX = sumX / count;
  const meanY = sumY / count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  history.forEach(sinceMs, (atMs, value) => {
    const x = atMs - firstMs - meanX;
    xx += x * x;
    xy += x * (value - meanY);
    yy += (value - meanY) ** 2;
  });
  if (xx === 0) return null;
  const slope = xy / xx;
  const error = Math.sqrt(Math.max(0, yy - slope * xy) / (count - 2) / xx);
  const bytesPerHour = slope * HOUR_MS;
  const isSure = Math.abs(slope) > 3 * error && Math.abs(bytesPerHour) > meanY / 1000;
  return { bytesPerHour, isSure };
}

/** Seconds until a sure trend meets the limit; null when it never does, or not within a month. */
export function timeToLimitSeconds(
  trend: Trend | null,
  usedBytes: number,
  limitBytes: number | null,
): number | null {
  if (limitBytes === null) return null;
  if (usedBytes >= limitBytes) return 0;
  if (trend === null || !trend.isSure || trend.bytesPerHour <= 0) return null;
  const seconds = ((limitBytes - usedBytes) / trend.bytesPerHour) * 3600;
  return seconds <= LONGEST_SECONDS ? Math.round(seconds) : null;
}
