import { caseLimits } from './cases.limits.ts';

/**
 * What is kept of a case's additional fields after a reading: what it says, then what was known
 * before, as far as both fit `caseLimits`. Readings with ever new fields do not grow the row.
 */
export function mergedAttributes(
  before: Readonly<Record<string, unknown>>,
  read: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  let left: number = caseLimits.attributesBytes;
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries({ ...read, ...before, ...read })) {
    const bytes = Buffer.byteLength(JSON.stringify([name, value]));
    if (bytes > left || kept.length === caseLimits.attributes) continue;
    kept.push([name, value]);
    left -= bytes;
  }
  return Object.fromEntries(kept);
}
