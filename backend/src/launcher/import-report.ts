import type { ImportResult } from '@lexiflow/contracts';

/** What became of one file: its result, or why there is none. */
export interface FileReport {
  readonly name: string;
  readonly result: ImportResult | null;
  readonly failure: string | null;
}

const kinds = ['created', 'updated', 'unchanged'] as const;
const columns = ['cases', 'parties', 'entries'] as const;

/** One line about one file. */
export function fileLine({ name, result, failure }: FileReport): string {
  if (!result) return `${name}: not imported: ${failure ?? ''}`;
  const parts = kinds.flatMap((kind) => {
    const { cases, entries } = result[kind];
    return cases + entries === 0 ? [] : [`${kind} ${cases} cases, ${entries} entries`];
  });
  if (result.rejectedCount > 0) parts.push(`rejected ${result.rejectedCount}`);
  return `${name}: ${parts.length === 0 ? 'nothing in it' : parts.join('; ')}`;
}

/** The sums over all files as a table. */
export function summaryTable(reports: readonly FileReport[]): string[] {
  const sum = (kind: (typeof kinds)[number], column: (typeof columns)[number]): number =>
    reports.reduce((total, { result }) => total + (result?.[kind][column] ?? 0), 0);
  const row = (label: string, cells: readonly (string | number)[]): string =>
    label.padEnd(10) + cells.map((cell) => String(cell).padStart(10)).join('');
  return [
    row('', columns),
    ...kinds.map((kind) =>
      row(
        kind,
        columns.map((column) => sum(kind, column)),
      ),
    ),
    row('rejected', [rejectedSum(reports)]),
  ];
}

/** Records rejected and files not imported. */
export function rejectedSum(reports: readonly FileReport[]): number {
  return reports.reduce((total, { result }) => total + (result?.rejectedCount ?? 1), 0);
}

/** One line for each rejected record, with its file, place and reason. */
export function rejectionLines(reports: readonly FileReport[]): string[] {
  return reports.flatMap(({ name, result, failure }) => {
    if (!result) return [`${name}: ${failure ?? ''}`];
    const lines = result.rejected.map(({ index, line, byteOffset, reason }) => {
      const place = [
        `record ${index}`,
        ...(line === undefined ? [] : [`line ${line}`]),
        ...(byteOffset === undefined ? [] : [`byte ${byteOffset}`]),
      ];
      return `${name}, ${place.join(', ')}: ${reason}`;
    });
    const more = result.rejectedCount - result.rejected.length;
    return more > 0 ? [...lines, `${name}: ${more} more`] : lines;
  });
}
