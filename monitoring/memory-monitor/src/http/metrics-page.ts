import type { Monitor } from '../monitor.ts';
import type { MemoryReading } from '../target/memory-reading.ts';
import type { Target } from '../target/target.ts';

interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly string[];
}

/** The monitor's Prometheus page. Container figures have cAdvisor's names; a limit of 0 means none. */
export function metricsPage(monitor: Monitor, nowMs: number): string {
  return [...containerFamilies(monitor.targets), ...ownFamilies(monitor, nowMs)]
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, type, help, samples }) =>
        `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples
          .map((sample) => `${name}${sample}\n`)
          .join('')}`,
    )
    .join('');
}

function containerFamilies(targets: readonly Target[]): Family[] {
  const family = (
    name: string,
    type: 'gauge' | 'counter',
    help: string,
    value: (memory: MemoryReading) => number | null,
  ): Family => ({
    name: `container_${name}`,
    type,
    help,
    samples: targets.flatMap((target) => {
      const number = target.memory === null ? null : value(target.memory);
      return number === null ? [] : [`{name="${target.name}"} ${number}`];
    }),
  });
  return [
    family(
      'memory_usage_bytes',
      'gauge',
      'Memory charged, page cache included',
      (memory) => memory.usageBytes,
    ),
    family(
      'memory_working_set_bytes',
      'gauge',
      'Usage without inactive page cache',
      (memory) => memory.workingSetBytes,
    ),
    family('memory_rss', 'gauge', 'Anonymous memory', (memory) => memory.rssBytes),
    family(
      'memory_kernel_usage',
      'gauge',
      'Memory the kernel holds for it',
      (memory) => memory.kernelBytes,
    ),
    family('memory_failcnt', 'counter', 'Times the limit was hit', (memory) => memory.limitHits),
    family(
      'oom_events_total',
      'counter',
      'Processes that the kernel killed at the limit',
      (memory) => memory.oomKills,
    ),
    family(
      'spec_memory_limit_bytes',
      'gauge',
      'Memory limit, 0 when there is none',
      (memory) => memory.limitBytes ?? 0,
    ),
    {
      name: 'container_last_seen',
      type: 'gauge',
      help: 'Time of the last reading, in seconds',
      samples: targets.flatMap(({ name, seenMs }) =>
        seenMs === null ? [] : [`{name="${name}"} ${seenMs / 1000}`],
      ),
    },
  ];
}

function ownFamilies({ targets, alerts, webhook }: Monitor, nowMs: number): Family[] {
  const each = (value: (target: Target) => number | null): string[] =>
    targets.flatMap((target) => {
      const number = value(target);
      return number === null ? [] : [`{name="${target.name}"} ${number}`];
    });
  const family = (
    name: string,
    type: 'gauge' | 'counter',
    help: string,
    samples: readonly string[],
  ): Family => ({ name: `lexiflow_monitor_${name}`, type, help, samples });
  return [
    family(
      'used_bytes',
      'gauge',
      'Anonymous, shared and kernel memory: what cannot be taken back',
      each(({ memory }) => memory?.usedBytes ?? null),
    ),
    family(
      'used_ratio',
      'gauge',
      'Used bytes as a share of the limit; absent without a limit',
      each(({ usedRatio }) => usedRatio),
    ),
    family(
      'time_to_limit_seconds',
      'gauge',
      'Time until the trend meets the limit; absent when it does not',
      each((target) => target.timeToLimitSeconds(nowMs)),
    ),
    family(
      'restarts_total',
      'counter',
      'Restarts seen',
      each(({ restarts }) => restarts),
    ),
    family(
      'health_failures',
      'gauge',
      'Failed health checks in a row',
      each(({ config, health }) => (config.healthUrl === null ? null : health.failures)),
    ),
    family(
      'scrape_failures_total',
      'counter',
      'Metrics pages that did not come',
      each(({ config, scrapeFailures }) => (config.metricsUrl === null ? null : scrapeFailures)),
    ),
    family(
      'rollback_trigger',
      'gauge',
      'Whether a rollback trigger holds, 0 or 1',
      targets.flatMap((target) =>
        target
          .triggers(nowMs)
          .map(({ name, holds }) => `{name="${target.name}",trigger="${name}"} ${holds ? 1 : 0}`),
      ),
    ),
    family('alerts_total', 'counter', 'Alerts that began', [` ${alerts.raised}`]),
    family('alerts_sent_total', 'counter', 'Alerts the webhook took', [` ${webhook?.sent ?? 0}`]),
    family('alerts_dropped_total', 'counter', 'Alerts the webhook did not take', [
      ` ${webhook?.dropped ?? 0}`,
    ]),
    {
      name: 'process_resident_memory_bytes',
      type: 'gauge',
      help: 'Resident memory of the monitor',
      samples: [` ${process.memoryUsage.rss()}`],
    },
  ];
}
