import { metricRows } from './metric-page.ts';
import type { MetricRow } from './metric-page.ts';
import type { SourceFile } from './source-files.ts';

const UNIT = /_(bytes|seconds|ratio|total|count|bytes_per_second)$/;

/** Metrics defined twice, counters without `_total`, names in other units than the base ones. */
export function checkMetrics(files: readonly SourceFile[]): string[] {
  const first = new Map<string, string>();
  return metricRows(files).flatMap((row) => {
    const earlier = first.get(row.name);
    first.set(row.name, row.path);
    const problems = namingProblems(row);
    if (earlier !== undefined)
      problems.push(`${row.path}: ${row.name} is defined in ${earlier} as well`);
    return problems;
  });
}

function namingProblems({ name, type, path }: MetricRow): string[] {
  const problems: string[] = [];
  if (type === 'unknown') problems.push(`${path}: the type of ${name} cannot be read`);
  if (type === 'counter' && !name.endsWith('_total')) {
    problems.push(`${path}: the counter ${name} must end with _total`);
  }
  if (/_(ms|milliseconds|kb|mb|percent|minutes)(_|$)/.test(name)) {
    problems.push(`${path}: ${name} is not in base units (bytes, seconds, ratio)`);
  }
  if (type === 'histogram' && !UNIT.test(name)) problems.push(`${path}: ${name} names no unit`);
  return problems;
}
