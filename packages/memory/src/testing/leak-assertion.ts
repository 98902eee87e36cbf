import { AssertionError } from 'node:assert';
import type { AllocationSite } from '../leak/inspector/allocation-sampler.ts';
import type { GrownCollection } from './culprits.ts';
import { byteFigures } from './read-floors.ts';
import type { Rise } from './series-book.ts';

/** Everything that is known about a leak. */
export interface LeakEvidence {
  readonly rises: readonly Rise[];
  readonly grown: readonly GrownCollection[];
  readonly sites: readonly AllocationSite[];
  readonly phases: number;
  readonly calls: number;
  /** Calls during which collections and sites were watched. */
  readonly watchedCalls: number;
}

/** The error of a leak: what stays per call, who holds it, who allocated it. */
export function leakAssertion(evidence: LeakEvidence): AssertionError {
  const { rises, grown, sites, phases, calls, watchedCalls } = evidence;
  const lines = [
    `Leak: with every call something stays behind (${calls} calls, ${phases} phases that all rise).`,
    ...rises.map((rise) => `  ${rise.figure}: ${perCall(rise)} per call`),
    ...grown.map(
      ({ path, kind, from, to }) =>
        `  held by ${path} (${kind}): ${from} → ${to} in ${watchedCalls} calls`,
    ),
    ...sites.map(
      ({ functionName, file, line, liveBytes, leafName }) =>
        `  allocated in ${functionName} (${file}:${line})` +
        `${leafName === functionName ? '' : ` through ${leafName}`}: ${bytes(liveBytes)} alive`,
    ),
  ];
  const actual = Object.fromEntries(rises.map(({ figure, perCall: rise }) => [figure, rise]));
  return new AssertionError({
    message: lines.join('\n'),
    actual,
    expected: {},
    operator: 'expectNoLeak',
  });
}

function perCall({ figure, perCall: rise }: Rise): string {
  return byteFigures.has(figure) ? `+${bytes(rise)}` : `+${round(rise)}`;
}

function bytes(value: number): string {
  return value < 10_000 ? `${round(value)} bytes` : `${round(value / 1024)} KB`;
}

function round(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
