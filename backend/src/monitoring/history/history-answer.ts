import type { HistorySeries, RouteHistoryItem } from '@lexiflow/contracts';
import { bucketQuantile } from './bucket-quantile.ts';
import type { RouteRow, Span, StepRow } from './history.repository.ts';

const quantiles = [0.5, 0.95, 0.99];

/** The lines of a chart from the rows of its series; each has a value for each of the steps `at`. */
export function historySeriesOf(
  rows: readonly StepRow[],
  at: readonly number[],
  stepSeconds: number,
  { to }: Span,
): HistorySeries[] {
  const groups = [...Map.groupBy(rows, ({ series_id: id }) => id).values()];
  return groups.flatMap((group): HistorySeries[] => {
    const [first] = group;
    if (first === undefined) return [];
    const labels = JSON.parse(first.labels) as Record<string, string>;
    const { name } = first;
    const byStep = new Map(group.map((row) => [row.step, row]));
    const each = (read: (row: StepRow, step: number) => number | null): (number | null)[] =>
      at.map((step) => {
        const row = byStep.get(step);
        return row === undefined ? null : read(row, step);
      });
    // The last step may not be over yet.
    const seconds = (step: number): number => Math.min(stepSeconds, to - step);
    const rate = (read: (row: StepRow) => number) =>
      each((row, step) => read(row) / seconds(step)).map((value) => value ?? 0);
    if (first.type === 'counter')
      return [{ name, labels, figure: 'rate', values: rate(({ value }) => value), peaks: null }];
    if (first.type === 'gauge') {
      const values = each(({ value }) => value);
      return [{ name, labels, figure: 'mean', values, peaks: each(({ peak }) => peak) }];
    }
    const count = ({ buckets }: StepRow): number => (buckets ?? []).reduce((a, b) => a + b, 0);
    return [
      { name, labels, figure: 'rate', values: rate(count), peaks: null },
      ...quantiles.map((share) => ({
        name,
        labels: { ...labels, quantile: String(share) },
        figure: 'quantile' as const,
        values: each(({ bounds, buckets }) => bucketQuantile(bounds, buckets ?? [], share)),
        peaks: null,
      })),
    ];
  });
}

/** One line of the table of routes, from the rows of its durations and its outcomes. */
export function routeItems(rows: readonly RouteRow[], limit: number): RouteHistoryItem[] {
  const durations = rows.filter(({ buckets }) => buckets !== null);
  const errors = new Map<string, number>();
  for (const { labels, value, buckets } of rows) {
    const { route = '', status } = JSON.parse(labels) as Record<string, string>;
    if (buckets === null && status === '5xx') errors.set(route, (errors.get(route) ?? 0) + value);
  }
  return durations
    .toSorted((a, b) => b.value - a.value)
    .slice(0, limit)
    .map(({ labels, bounds, value, buckets }) => {
      const { route = '' } = JSON.parse(labels) as Record<string, string>;
      const counts = buckets ?? [];
      const requests = counts.reduce((sum, count) => sum + count, 0);
      const at = (share: number): number => bucketQuantile(bounds, counts, share) ?? 0;
      return {
        route,
        requests,
        errors: errors.get(route) ?? 0,
        meanSeconds: requests === 0 ? 0 : value / requests,
        p50Seconds: at(0.5),
        p95Seconds: at(0.95),
        p99Seconds: at(0.99),
      };
    });
}
