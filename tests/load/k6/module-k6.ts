import { metric } from './measurements.ts';

const cell = new Int32Array(new SharedArrayBuffer(4));
/** Seconds of waiting that count as one: a test has no need to think like a person. */
export const pace = { factor: 1 };
const checks = metric('checks', 'rate');
/** Names of checks that failed, each once. */
export const failedChecks = new Set<string>();

/** k6's `check`: counts each condition and answers whether all hold. */
export function check<T>(value: T, conditions: Record<string, (value: T) => boolean>): boolean {
  const results = Object.entries(conditions).map(([name, holds]) => {
    const result = holds(value);
    if (!result) failedChecks.add(name);
    checks.values.push(result ? 1 : 0);
    return result;
  });
  return results.every(Boolean);
}

/** k6's `sleep`, in seconds, at the pace of this run. */
export function sleep(seconds: number): void {
  const waitMs = seconds * 1000 * pace.factor;
  if (waitMs > 0) Atomics.wait(cell, 0, 0, waitMs);
}
