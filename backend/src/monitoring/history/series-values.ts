import type { MetricFamily, Sample } from '../../platform/metrics/metric-family.ts';
import type { RecordedMetric } from './recorded-metrics.ts';

/** The figures of one series at one moment, as its metric tells them: counters since the start. */
export interface SeriesValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly isDetail: boolean;
  /** The figure, or the sum of what a histogram observed. */
  value: number;
  /** Counts per bucket, not cumulative; empty unless the metric is a histogram. */
  readonly counts: number[];
  readonly bounds: readonly number[];
}

/**
 * The series of a metric that are kept, by a text of their labels: summed over the labels that the
 * rule names, and the single ones beside them where it says so. O(samples).
 */
export function seriesValues(
  family: MetricFamily,
  rule: RecordedMetric,
): ReadonlyMap<string, SeriesValue> {
  const series = new Map<string, SeriesValue>();
  const whole = family.type === 'histogram' ? histograms(family.collect()) : figures(family);
  for (const one of whole) {
    if (rule.over === undefined || rule.keepsDetail === true)
      fold(series, { ...one, isDetail: rule.over !== undefined }, rule);
    if (rule.over !== undefined)
      fold(series, { ...one, labels: without(one.labels, rule.over), isDetail: false }, rule);
  }
  return series;
}

type Whole = Omit<SeriesValue, 'isDetail'>;

function figures(family: MetricFamily): Whole[] {
  return family
    .collect()
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels = {}, value }) => ({ labels, value, counts: [], bounds: [] }));
}

function histograms(samples: readonly Sample[]): Whole[] {
  const found = new Map<string, { -readonly [Key in keyof Whole]: Whole[Key] }>();
  let cumulative = 0;
  for (const { labels = {}, suffix, value } of samples) {
    const { le, ...rest } = labels;
    const key = labelText(rest);
    const one = found.get(key) ?? { labels: rest, value: 0, counts: [], bounds: [] };
    found.set(key, one);
    if (suffix === '_sum') one.value = value;
    if (suffix !== '_bucket' || le === undefined) continue;
    if (one.counts.length === 0) cumulative = 0;
    one.counts.push(value - cumulative);
    cumulative = value;
    if (le !== '+Inf') one.bounds = [...one.bounds, Number(le)];
  }
  return [...found.values()];
}

function fold(into: Map<string, SeriesValue>, one: SeriesValue, { across }: RecordedMetric): void {
  const key = labelText(one.labels);
  const known = into.get(key);
  if (known === undefined) {
    into.set(key, { ...one, counts: [...one.counts] });
    return;
  }
  known.value = across === 'max' ? Math.max(known.value, one.value) : known.value + one.value;
  for (const [index, count] of one.counts.entries())
    known.counts[index] = (known.counts[index] ?? 0) + count;
}

function without(
  labels: Readonly<Record<string, string>>,
  over: readonly string[] | 'all',
): Record<string, string> {
  if (over === 'all') return {};
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !over.includes(name)));
}

/** Labels as one text, the same for the same labels in any order. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}
