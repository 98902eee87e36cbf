import type { HistoryKind } from '@lexiflow/contracts';
import type { MetricFamily } from '../../platform/metrics/metric-family.ts';
import { historyLimits } from './history.limits.ts';
import { type RecordedMetric, ruleOf } from './recorded-metrics.ts';
import { type SeriesValue, seriesValues } from './series-values.ts';

/** What one process counted of one series in one minute. */
export interface MinuteRow {
  readonly kind: HistoryKind;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  /** Labels as canonical JSON. */
  readonly labels: string;
  readonly across: 'sum' | 'max';
  readonly isDetail: boolean;
  readonly bounds: readonly number[];
  /** Counter: what was added. Gauge: the mean. Histogram: the sum of what was observed. */
  readonly value: number;
  readonly peak: number | null;
  readonly buckets: readonly number[] | null;
}

interface Followed {
  /** The figures at the end of the minute before, for what counts since the start. */
  lastValue: number;
  lastCounts: readonly number[];
  sum: number;
  samples: number;
  peak: number;
}

/**
 * Turns metrics as they stand into what happened in each minute: what counters and histograms grew
 * by, mean and peak of gauges. A source that was reset counts from zero. Follows at most
 * `historyLimits.seriesPerKind` series of a kind; a further one is left out and counted.
 */
export class MinuteBook {
  readonly #families: () => Iterable<MetricFamily>;
  readonly #followed = new Map<string, Followed>();
  readonly #perKind = new Map<HistoryKind, number>();
  #dropped = 0;

  constructor(families: () => Iterable<MetricFamily>) {
    this.#families = families;
  }

  /** Series that are followed. */
  get size(): number {
    return this.#followed.size;
  }

  /** Series left out, counted at each reading. */
  get droppedTotal(): number {
    return this.#dropped;
  }

  /** Reads the gauges. O(their series). */
  sample(): void {
    this.#each('gauge', (_, __, { value }, followed) => {
      followed.sum += value;
      followed.samples += 1;
      followed.peak = Math.max(followed.peak, value);
    });
  }

  /** The rows of the running minute so far, without those of counters that stood still. O(series). */
  rows(): MinuteRow[] {
    return this.#read(false);
  }

  /** The same, and the next minute begins. */
  close(): MinuteRow[] {
    return this.#read(true);
  }

  #read(ends: boolean): MinuteRow[] {
    const rows: MinuteRow[] = [];
    const add = (row: MinuteRow) => void rows.push(row);
    this.#each('gauge', (family, rule, series, followed) => {
      const { sum, samples, peak } = followed;
      if (samples > 0) add({ ...facts(family, rule, series), value: sum / samples, peak });
      if (ends) Object.assign(followed, { sum: 0, samples: 0, peak: Number.NEGATIVE_INFINITY });
    });
    this.#each('counter', (family, rule, series, followed) => {
      const { lastValue } = followed;
      if (ends) followed.lastValue = series.value;
      const value = series.value < lastValue ? series.value : series.value - lastValue;
      if (value > 0) add({ ...facts(family, rule, series), value });
    });
    this.#each('histogram', (family, rule, series, followed) => {
      const { lastValue, lastCounts } = followed;
      const { value, counts } = series;
      if (ends) Object.assign(followed, { lastValue: value, lastCounts: counts });
      const wasReset = counts.some((count, at) => count < (lastCounts[at] ?? 0));
      const buckets = wasReset ? counts : counts.map((count, at) => count - (lastCounts[at] ?? 0));
      if (buckets.every((count) => count === 0)) return;
      add({
        ...facts(family, rule, series),
        value: wasReset ? value : value - lastValue,
        buckets,
      });
    });
    return rows;
  }

  #each(
    type: MetricFamily['type'],
    visit: (
      family: MetricFamily,
      rule: RecordedMetric,
      series: SeriesValue & { readonly text: string },
      followed: Followed,
    ) => void,
  ): void {
    for (const family of this.#families()) {
      const rule = family.type === type ? ruleOf(family.name) : undefined;
      if (rule === undefined) continue;
      for (const [text, series] of seriesValues(family, rule)) {
        const followed = this.#follow(`${family.name}${text}`, rule.kind);
        if (followed !== null) visit(family, rule, { ...series, text }, followed);
      }
    }
  }

  #follow(key: string, kind: HistoryKind): Followed | null {
    const known = this.#followed.get(key);
    if (known !== undefined) return known;
    const count = this.#perKind.get(kind) ?? 0;
    if (count >= historyLimits.seriesPerKind.value) {
      this.#dropped += 1;
      return null;
    }
    this.#perKind.set(kind, count + 1);
    const peak = Number.NEGATIVE_INFINITY;
    const followed: Followed = { lastValue: 0, lastCounts: [], sum: 0, samples: 0, peak };
    this.#followed.set(key, followed);
    return followed;
  }
}

function facts(
  { name, type }: MetricFamily,
  { kind, across }: RecordedMetric,
  { text, isDetail, bounds }: SeriesValue & { readonly text: string },
): Omit<MinuteRow, 'value'> {
  return { kind, type, name, labels: text, across, isDetail, bounds, peak: null, buckets: null };
}
