import type { Limit } from '../limit.ts';

/** Bounds of one `expectNoLeak`. */
export const testingLimits = {
  rounds: {
    value: 12,
    unit: 'samples',
    reason: 'Floors per phase: with fewer a steady rise cannot be told from chance at 1 %.',
  },
  phases: {
    value: 3,
    unit: 'samples',
    reason:
      'Phases that all have to rise before a leak is reported; the first that does not ends it.',
  },
  callsPerRound: {
    value: 400,
    unit: 'entries',
    reason: 'Calls between two floors of the first phase; more find no smaller leak.',
  },
  leastCallsPerRound: {
    value: 25,
    unit: 'entries',
    reason:
      'With fewer calls a leak of some dozen bytes is lost in the noise; a phase may take its time.',
  },
  roundMs: {
    value: 10,
    unit: 'ms',
    reason: 'Processor time between two floors of the first phase, where one call is short enough.',
  },
  waitingRoundMs: {
    value: 150,
    unit: 'ms',
    reason: 'The same on the clock, for calls that wait and for a busy machine.',
  },
  phaseMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'Longest phase, unless one call per round takes longer.',
  },
  warmUpCalls: {
    value: 200,
    unit: 'entries',
    reason: 'Most calls before measuring: lazy parts are made and code is compiled.',
  },
  warmUpMs: {
    value: 300,
    unit: 'ms',
    reason: 'Longest warm-up, but for two calls that are always made.',
  },
  phaseBytes: {
    value: 48 * 1024 * 1024,
    unit: 'bytes',
    reason: 'What a leak may pile up in one phase; then fewer calls are made per round.',
  },
  trackedPerRound: {
    value: 16,
    unit: 'entries',
    reason: 'Returned and tracked objects of one round that are followed by weak references.',
  },
  bytesPerCall: {
    value: 4,
    unit: 'bytes',
    reason: 'Growth per call below this is smaller than any entry of a collection.',
  },
  bytesPerRound: {
    value: 1024,
    unit: 'bytes',
    reason: 'Growth per round below this is noise of the test runner.',
  },
  named: {
    value: 5,
    unit: 'entries',
    reason: 'Collections and allocation sites that one message names.',
  },
} as const satisfies Record<string, Limit>;
