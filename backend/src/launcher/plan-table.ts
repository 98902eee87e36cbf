import type { BudgetSource, MemoryPlan } from '@lexiflow/memory';

const SOURCES: Readonly<Record<BudgetSource, string>> = {
  explicit: 'MEMORY_BUDGET_MB',
  'cgroup-v2': 'the limit of the cgroup (v2)',
  'cgroup-v1': 'the limit of the cgroup (v1)',
  profile: 'MEMORY_PROFILE',
  machine: "a share of the machine's memory",
};

/** The plan in one line: budget and where it comes from, profile, heap. */
export function planLine({ budgetBytes, source, profile, heap }: MemoryPlan): string {
  return [
    `memory budget ${mb(budgetBytes)} MB from ${SOURCES[source]}`,
    `profile ${profile ?? 'none'}`,
    `heap ${heap.oldSpaceMb} MB, semi-space ${heap.semiSpaceMb} MB`,
  ].join('; ');
}

/** The plan as the lines of a table, with the reason for each part, its pools, flags and problems. */
export function planTable(plan: MemoryPlan): string[] {
  const { lines, poolSizes, accountsBytes, flags, env, problems } = plan;
  const sum = lines.reduce((total, { bytes }) => total + bytes, 0);
  return [
    planLine(plan),
    '',
    ...columns([
      ['part', 'MB', 'why'],
      ...lines.map(({ label, bytes, why }) => [label, mb(bytes), why]),
      ['sum', mb(sum), ''],
    ]),
    '',
    ...columns([
      ['pool', 'at least MB', 'at most MB'],
      ...Object.entries(poolSizes).map(([name, { minBytes, maxBytes }]) => [
        name,
        mb(minBytes),
        mb(maxBytes),
      ]),
      ['all pools', '', mb(accountsBytes)],
    ]),
    '',
    `flags   ${flags.join(' ')}`,
    ...Object.entries(env).map(([name, value]) => `env     ${name}=${value}`),
    ...problems.map((problem) => `refused ${problem}`),
  ];
}

function mb(bytes: number): string {
  return String(Math.round(bytes / 1024 / 1024));
}

/** Cells padded to columns; a cell of digits is set right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const size = widths[column] ?? 0;
        return /^\d+$/.test(cell) ? cell.padStart(size) : cell.padEnd(size);
      })
      .join('  ')
      .trimEnd(),
  );
}
