/** Doubling waits between two bounds, in ms. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Wait before the next try after `attempts` failed ones: doubled each time, of which half is random,
 * so that what failed together does not come back together.
 */
export function retryDelayMs(
  attempts: number,
  { firstMs, maxMs }: Backoff,
  random: () => number = Math.random,
): number {
  const doubled = Math.min(maxMs, firstMs * 2 ** Math.max(0, Math.min(attempts - 1, 30)));
  return Math.round(doubled / 2 + (doubled / 2) * random());
}
