import { choice, flag, integer, ratio } from './variable-kinds.ts';

/** The memory budget, the thresholds of the pressure ladder and V8's own sizes. */
export const memoryVariables = {
  budgetMb: integer({
    name: 'MEMORY_BUDGET_MB',
    default: null,
    min: 128,
    max: 1_048_576,
    unit: 'MB',
    meaning:
      'Memory the process may use; unset means the cgroup limit, else a share of the machine.',
  }),
  profile: choice({
    name: 'MEMORY_PROFILE',
    of: ['constrained', 'balanced', 'throughput', 'enterprise'],
    default: null,
    meaning:
      'Preset: a 384 MB container, or a heap of 2, 4 or 8 GB; balanced when unset in production.',
  }),
  monitoringEnabled: flag({
    name: 'MEMORY_MONITORING_ENABLED',
    default: true,
    meaning: 'Runs the periodic memory check; admission control and the ladder run in any case.',
  }),
  warningThreshold: ratio({
    name: 'MEMORY_WARNING_THRESHOLD',
    default: 0.75,
    min: 0.3,
    max: 0.98,
    meaning: 'Share of the limit at which the level becomes warning.',
  }),
  criticalThreshold: ratio({
    name: 'MEMORY_CRITICAL_THRESHOLD',
    default: 0.85,
    min: 0.35,
    max: 0.99,
    meaning: 'Share of the limit at which the level becomes critical and readiness is withdrawn.',
  }),
  checkIntervalMs: integer({
    name: ['MEMORY_CHECK_INTERVAL_MS', 'MEMORY_CHECK_INTERVAL'],
    default: 30_000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
    meaning: 'Time between two reports of the memory monitor.',
  }),
  automaticGc: flag({
    name: ['MEMORY_GC_AFTER_THRESHOLD', 'ENABLE_AUTOMATIC_GC'],
    default: true,
    meaning: 'Allows one confirming collection above a threshold when its predicted pause fits.',
  }),
  cleanupEnabled: flag({
    name: 'MEMORY_CLEANUP_ENABLED',
    default: true,
    meaning: 'Drops expired entries and unused reservations periodically.',
  }),
  cleanupIntervalMs: integer({
    name: 'MEMORY_CLEANUP_INTERVAL',
    default: 300_000,
    min: 1000,
    max: 86_400_000,
    unit: 'ms',
    meaning: 'Time between two cleanups.',
  }),
  cleanupAggressive: flag({
    name: 'MEMORY_CLEANUP_AGGRESSIVE',
    default: false,
    meaning:
      'Lets a cleanup shrink caches, even without pressure, until all hold at most what is guaranteed to them.',
  }),
  drain: choice({
    name: 'MEMORY_DRAIN',
    of: ['log', 'exit'],
    default: 'log',
    meaning:
      'Pressure that stays: log it, or stop in order (status 75) for a supervisor to restart.',
  }),
  healthCheckEnabled: flag({
    name: 'ENABLE_MEMORY_HEALTH_CHECK',
    default: true,
    meaning: 'Lets the memory level decide over health and readiness answers.',
  }),
  healthCheckIntervalMs: integer({
    name: 'HEALTH_CHECK_INTERVAL_MS',
    default: 30_000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
    meaning: 'Age at which the dependencies behind the health page are checked again.',
  }),
  node: {
    maxOldSpaceMb: integer({
      name: 'NODE_MAX_OLD_SPACE_SIZE',
      default: null,
      min: 32,
      max: 1_048_576,
      unit: 'MB',
      meaning: "Limit of V8's old generation; unset means derived from the budget.",
    }),
    initialOldSpaceMb: integer({
      name: 'NODE_INITIAL_OLD_SPACE_SIZE',
      default: null,
      min: 1,
      max: 1_048_576,
      unit: 'MB',
      meaning:
        'Old generation size below which V8 does not start a major collection; unset leaves it to V8.',
    }),
    maxSemiSpaceMb: integer({
      name: 'NODE_MAX_SEMI_SPACE_SIZE',
      default: null,
      min: 1,
      max: 512,
      unit: 'MB',
      meaning: 'Limit of one of the three parts of the young generation; unset means derived.',
    }),
    exposeGc: flag({
      name: 'NODE_EXPOSE_GC',
      default: true,
      meaning: 'Makes gc() available to the monitor and to POST /monitoring/gc.',
    }),
    optimizeForMemory: flag({
      name: 'NODE_OPTIMIZE_FOR_MEMORY',
      default: null,
      meaning: 'Passes --optimize-for-size to V8; unset means the profile decides.',
    }),
    threadpoolSize: integer({
      name: 'UV_THREADPOOL_SIZE',
      default: null,
      min: 1,
      max: 1024,
      unit: 'threads',
      meaning: 'Threads for file, DNS and crypto work; unset means the profile decides.',
    }),
  },
};

/** The periodic search for memory that is held and never used again. */
export const leakVariables = {
  enabled: flag({
    name: 'LEAK_DETECTION_ENABLED',
    default: true,
    meaning: 'Runs the leak check.',
  }),
  checkIntervalMs: integer({
    name: 'LEAK_CHECK_INTERVAL_MS',
    default: 300_000,
    min: 10_000,
    max: 86_400_000,
    unit: 'ms',
    meaning:
      'Time between two searches for what holds memory; what is known is counted every 30 s.',
  }),
  growthThresholdMb: integer({
    name: 'LEAK_GROWTH_THRESHOLD_MB',
    default: 50,
    min: 1,
    max: 1_048_576,
    unit: 'MB',
    meaning: 'Growth between two checks that is reported as a signal; it never convicts alone.',
  }),
};
