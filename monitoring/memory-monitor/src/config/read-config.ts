import type { MonitorConfig } from './monitor-config.ts';
import { readTargets } from './target-list.ts';
import { VariableReader } from './variable-reader.ts';

/** What is wrong with the environment, one line each. */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Reads the `MONITOR_*` variables. Throws `ConfigProblems` with everything that is wrong. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): MonitorConfig {
  const variables = new VariableReader(environment);
  const config: MonitorConfig = {
    host: variables.text('MONITOR_HOST', '127.0.0.1'),
    port: variables.integer('MONITOR_PORT', 8080, 0, 65_535),
    cgroupRoot: variables.text('MONITOR_CGROUP_ROOT', '/sys/fs/cgroup'),
    targets: readTargets(variables),
    sampleMs: variables.seconds('MONITOR_SAMPLE_SECONDS', 1, 0.1, 60),
    scrapeMs: variables.seconds('MONITOR_SCRAPE_SECONDS', 5, 0.1, 300),
    healthMs: variables.seconds('MONITOR_HEALTH_SECONDS', 5, 0.1, 300),
    timeoutMs: variables.seconds('MONITOR_TIMEOUT_SECONDS', 2, 0.1, 30),
    thresholds: {
      memoryRatio: variables.number('MONITOR_MEMORY_RATIO', 0.9, 0.01, 1),
      memoryMs: variables.seconds('MONITOR_MEMORY_SECONDS', 120, 0, 3600),
      performanceRatio: variables.number('MONITOR_PERFORMANCE_RATIO', 0.2, 0.01, 100),
      performanceWindowMs: variables.seconds('MONITOR_PERFORMANCE_SECONDS', 60, 1, 3600),
      performanceRequests: variables.integer('MONITOR_PERFORMANCE_REQUESTS', 50, 1, 1e6),
      performanceFloorMs: variables.number('MONITOR_PERFORMANCE_FLOOR_MS', 2, 0, 60_000),
      healthFailures: variables.integer('MONITOR_HEALTH_FAILURES', 3, 0, 1000),
      restarts: variables.integer('MONITOR_RESTARTS', 3, 1, 16),
      restartMs: variables.seconds('MONITOR_RESTART_SECONDS', 300, 1, 86_400),
    },
    webhookUrl: variables.url('MONITOR_WEBHOOK_URL', ['http:', 'https:']),
  };
  if (variables.problems.length > 0) throw new ConfigProblems(variables.problems);
  return config;
}
