import type { PressureLevel } from './ladder.ts';

/** Classes of work, from what must always answer to what gives way first. */
export const priorities = [
  'health',
  'auth',
  'admin',
  'service',
  'interactive',
  'bulk',
  'export',
  'report',
] as const;

/** One class of work. */
export type Priority = (typeof priorities)[number];

type Step = Exclude<PressureLevel, 'normal'>;

/** Between which levels the refused share of a class goes from nothing to all; null is never refused. */
export const refusalSteps: Readonly<Record<Priority, readonly [from: Step, full: Step] | null>> = {
  health: null,
  auth: null,
  admin: null,
  service: null,
  interactive: ['critical', 'emergency'],
  bulk: ['warning', 'critical'],
  export: ['elevated', 'warning'],
  report: ['elevated', 'warning'],
};
