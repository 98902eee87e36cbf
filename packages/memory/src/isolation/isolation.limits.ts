import type { Limit } from '../limit.ts';

/** Bounds of the isolation room. */
export const isolationLimits = {
  processBytes: {
    value: 16 * 1024 * 1024,
    unit: 'bytes',
    reason:
      'Charged for a Node process that does nothing yet; its program text is shared with this one.',
  },
  leastBytes: {
    value: 20 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Smallest memory that can be asked for: below it V8 cannot load a module of some size.',
  },
  mostBytes: {
    value: 2 * 1024 * 1024 * 1024,
    unit: 'bytes',
    reason: 'Largest memory that can be asked for; more is most likely a wrong unit.',
  },
  answerBytes: {
    value: 1024 * 1024,
    unit: 'bytes',
    reason:
      'Default bound of an answer, which is held here as a whole, and charged twice: in pieces and joined.',
  },
  timeMs: {
    value: 30_000,
    unit: 'ms',
    reason: 'Default time of one call; then the process is killed.',
  },
  waitMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'Default time a call waits for its memory before it is refused.',
  },
  mostMs: {
    value: 24 * 3600 * 1000,
    unit: 'ms',
    reason: 'Longest time and wait that can be asked for: timers overflow after 24 days.',
  },
  idleMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'Time in which an idle process must have said how much it reserves.',
  },
  orphanMs: {
    value: 5000,
    unit: 'ms',
    reason: 'Time beyond `timeMs` after which a process whose parent died has ended.',
  },
  outputBytes: {
    value: 8192,
    unit: 'bytes',
    reason: 'Kept of what the process writes to stderr: V8 says there what it died of.',
  },
} as const satisfies Record<string, Limit>;
