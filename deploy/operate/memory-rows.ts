/** One service and its memory, as text for a table. */
export interface MemoryRow {
  readonly name: string;
  readonly used: string;
  readonly limit: string;
  readonly share: string;
  readonly note: string;
}

/** What the memory monitor answers at /api/targets; null for what is stopped or has no limit. */
export interface MonitoredTarget {
  readonly name: string;
  readonly workingSetBytes: number | null;
  readonly limitBytes: number | null;
  readonly usedRatio: number | null;
  readonly timeToLimitSeconds: number | null;
}

/** What the application answers at /health/memory, as far as it is shown. */
export interface ApplicationMemory {
  readonly status: string;
  readonly v8: {
    readonly usedHeapSize: string;
    readonly heapSizeLimit: string;
    readonly heapUsedPercent: string;
  };
  readonly process: { readonly rss: string };
}

/** A row for each container that the memory monitor watches. */
export function monitorRows(targets: readonly MonitoredTarget[]): MemoryRow[] {
  return targets.map(({ name, workingSetBytes, limitBytes, usedRatio, timeToLimitSeconds }) => ({
    name,
    used: workingSetBytes === null ? 'not seen' : mib(workingSetBytes),
    limit: limitBytes === null ? 'none' : mib(limitBytes),
    share: usedRatio === null ? '' : `${(usedRatio * 100).toFixed(1)}%`,
    note:
      timeToLimitSeconds === null
        ? ''
        : `at its limit in ${Math.round(timeToLimitSeconds / 60)} min`,
  }));
}

/** The rows of the application's own figures. */
export function applicationRows({ status, v8, process }: ApplicationMemory): MemoryRow[] {
  return [
    {
      name: 'application heap',
      used: v8.usedHeapSize,
      limit: v8.heapSizeLimit,
      share: v8.heapUsedPercent,
      note: status,
    },
    { name: 'application RSS', used: process.rss, limit: '', share: '', note: '' },
  ];
}

/** The rows under a heading, in columns. */
export function memoryTable(rows: readonly MemoryRow[]): string {
  const all: MemoryRow[] = [
    { name: 'service', used: 'used', limit: 'limit', share: 'share', note: '' },
    ...rows,
  ];
  const width = (pick: (row: MemoryRow) => string) =>
    Math.max(...all.map((row) => pick(row).length));
  const [names, used, limits, shares] = [
    width(({ name }) => name),
    width((row) => row.used),
    width(({ limit }) => limit),
    width(({ share }) => share),
  ] as const;
  return all
    .map(({ name, used: text, limit, share, note }) =>
      [
        name.padEnd(names),
        text.padStart(used),
        limit.padStart(limits),
        share.padStart(shares),
        note,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
