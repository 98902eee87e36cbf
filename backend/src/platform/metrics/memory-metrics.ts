import { pressureLevels, refusalCodes } from '@lexiflow/memory';
import type { GovernorSnapshot, PoolSnapshot } from '@lexiflow/memory';
import { labelled, single } from './metric-family.ts';
import type { MetricFamily, Sample } from './metric-family.ts';
import type { SharedSnapshot } from './shared-snapshot.ts';

/** The governor's metrics. They are read from one snapshot per scrape. */
export function memoryMetrics(shared: SharedSnapshot): MetricFamily[] {
  const snapshot = () => shared.get();
  const gauge = (name: string, help: string, read: (all: GovernorSnapshot) => number | null) =>
    single('gauge', name, help, () => read(snapshot()));
  const counter = (name: string, help: string, read: (all: GovernorSnapshot) => number) =>
    single('counter', name, help, () => read(snapshot()));
  return [
    gauge('lexiflow_memory_budget_bytes', 'What the process may use', (all) => all.budgetBytes),
    gauge(
      'lexiflow_memory_limit_bytes',
      'What the working set is held against',
      (all) => all.limitBytes,
    ),
    gauge('lexiflow_memory_working_set_bytes', 'Working set', (all) => all.workingSetBytes),
    gauge('lexiflow_memory_headroom_bytes', 'Limit less working set', (all) => all.headroomBytes),
    gauge(
      'lexiflow_memory_used_ratio',
      'Share of the tightest limit in use',
      (all) => all.usedRatio,
    ),
    gauge(
      'lexiflow_memory_old_generation_used_bytes',
      'Old generation in use, garbage included',
      (all) => all.probes.oldUsedBytes,
    ),
    gauge(
      'lexiflow_memory_old_generation_limit_bytes',
      'What the old generation may reach',
      (all) => all.probes.oldLimitBytes,
    ),
    gauge(
      'lexiflow_memory_floor_bytes',
      'Old generation right after the last major collection',
      (all) => all.probes.floorBytes,
    ),
    counter(
      'lexiflow_memory_allocated_bytes_total',
      'Small objects allocated since start, an estimate that counts up to a third too much',
      (all) => all.probes.allocatedBytes ?? 0,
    ),
    gauge(
      'lexiflow_memory_accounted_bytes',
      'Bytes that accounts hold',
      (all) => all.accountedBytes,
    ),
    gauge(
      'lexiflow_memory_reserved_bytes',
      'Bytes that accounts have reserved',
      (all) => all.reservedBytes,
    ),
    gauge(
      'lexiflow_memory_unexplained_bytes',
      'Working set less boot, growth of the heap, standing memory and accounts',
      (all) => all.unexplainedBytes,
    ),
    gauge(
      'lexiflow_memory_boot_bytes',
      'Of the working set, what the process held when it began to serve',
      (all) => all.bootWorkingSetBytes,
    ),
    gauge(
      'lexiflow_memory_heap_growth_bytes',
      'Heap and external memory beyond those at boot that no account names',
      (all) => all.heapGrowthBytes,
    ),
    labelled(
      'gauge',
      'lexiflow_memory_standing_bytes',
      'Memory outside the pools that has a name',
      () => snapshot().standing.map(({ name, bytes }) => ({ labels: { name }, value: bytes })),
    ),
    gauge(
      'lexiflow_memory_slope_bytes_per_second',
      'Steady growth of the working set',
      (all) => all.probes.slopeBytesPerSecond,
    ),
    gauge(
      'lexiflow_memory_time_to_limit_seconds',
      'Time until the limit at the present slope; absent while nothing grows',
      (all) => (all.timeToLimitMs === null ? null : all.timeToLimitMs / 1000),
    ),
    gauge('lexiflow_memory_level', 'Pressure level, 0 normal to 4 emergency', (all) =>
      pressureLevels.indexOf(all.level),
    ),
    gauge(
      'lexiflow_memory_pause_severity',
      'Severity of the pause in force, 0 to 1',
      (all) => all.pauseSeverity,
    ),
    gauge(
      'lexiflow_memory_psi_some_ratio',
      'Share of the last 10 s in which a task waited for memory',
      (all) => all.probes.psiSomeRatio,
    ),
    counter('lexiflow_memory_actions_total', 'Actions of the governor', (all) => all.timelineTotal),
    perPool(
      'gauge',
      'lexiflow_memory_pool_used_bytes',
      'Bytes used in a pool',
      (pool) => pool.usedBytes,
    ),
    perPool(
      'gauge',
      'lexiflow_memory_pool_reserved_bytes',
      'Bytes reserved in a pool',
      (pool) => pool.reservedBytes,
    ),
    perPool(
      'gauge',
      'lexiflow_memory_pool_limit_bytes',
      'Most a pool may reserve',
      (pool) => pool.maxBytes,
    ),
    perPool(
      'gauge',
      'lexiflow_memory_pool_accounts',
      'Open accounts of a pool',
      (pool) => pool.openAccounts,
    ),
    perPool(
      'gauge',
      'lexiflow_memory_pool_waiting',
      'Reservations that wait in a pool',
      (pool) => pool.waiting,
    ),
    perPool(
      'counter',
      'lexiflow_memory_pool_refused_total',
      'Reservations refused by a pool',
      (pool) => pool.refusedTotal,
    ),
    perPool(
      'counter',
      'lexiflow_memory_pool_leftover_bytes_total',
      'Bytes left on accounts that were closed',
      (pool) => pool.leftoverBytesTotal,
    ),
    counter(
      'lexiflow_admission_admitted_total',
      'Work let in',
      (all) => all.admission.admittedTotal,
    ),
    // Every reason from 0 on: a rate does not see the first refusal of a series that begins with it.
    labelled('counter', 'lexiflow_admission_refused_total', 'Work refused, by reason', () => {
      const { refusedTotal } = snapshot().admission;
      return refusalCodes.map((code) => ({ labels: { code }, value: refusedTotal[code] ?? 0 }));
    }),
    counter(
      'lexiflow_admission_over_budget_total',
      'Work never refused that found the pool full',
      (all) => all.admission.overBudgetTotal,
    ),
  ];

  function perPool(
    type: 'gauge' | 'counter',
    name: string,
    help: string,
    read: (pool: PoolSnapshot) => number,
  ): MetricFamily {
    return labelled(type, name, help, () =>
      snapshot().pools.map((pool): Sample => ({ labels: { pool: pool.name }, value: read(pool) })),
    );
  }
}
