import type { GovernorOptions } from '@lexiflow/memory';
import type { Config } from '../platform/config/config.ts';
import { memoryPlan } from '../platform/config/memory-plan.ts';

/** The governor's options as the configuration has them. */
export function governorOptions(config: Config): GovernorOptions {
  const { memory } = config;
  return {
    plan: memoryPlan(config),
    warningRatio: memory.warningThreshold,
    criticalRatio: memory.criticalThreshold,
    automaticGc: memory.automaticGc,
    cleanupIntervalMs: memory.cleanupEnabled ? memory.cleanupIntervalMs : 0,
    cleanupAggressive: memory.cleanupAggressive,
  };
}
