import type { TriggerThresholds } from '../triggers/trigger-thresholds.ts';

/** The defaults. */
export const thresholds: TriggerThresholds = {
  memoryRatio: 0.9,
  memoryMs: 120_000,
  performanceRatio: 0.2,
  performanceWindowMs: 60_000,
  performanceRequests: 50,
  performanceFloorMs: 2,
  healthFailures: 3,
  restarts: 3,
  restartMs: 300_000,
};
