import type { FixedHistogram } from './fixed-histogram.ts';

/** One line of the metrics page. `suffix` is for the parts of a histogram. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** One metric, read when somebody asks for the page and not before. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  collect(): readonly Sample[];
}

/** A metric of one figure without labels; a figure that is not known (NaN) has no line. */
export function single(
  type: 'gauge' | 'counter',
  name: string,
  help: string,
  read: () => number | null,
): MetricFamily {
  return {
    type,
    name,
    help,
    collect() {
      const value = read();
      return value === null || Number.isNaN(value) ? [] : [{ value }];
    },
  };
}

/** A metric with one line for each of several things. */
export function labelled(
  type: 'gauge' | 'counter',
  name: string,
  help: string,
  read: () => readonly Sample[],
): MetricFamily {
  return { type, name, help, collect: read };
}

/** The lines of a histogram: cumulative buckets, sum and count. */
export function histogramSamples(
  histogram: Pick<FixedHistogram, 'bounds' | 'sum' | 'cumulative'>,
  labels: Readonly<Record<string, string>>,
): Sample[] {
  const cumulative = histogram.cumulative();
  const bounds = [...histogram.bounds.map(String), '+Inf'];
  const buckets = bounds.map((le, index): Sample => ({
    suffix: '_bucket',
    labels: { ...labels, le },
    value: cumulative[index] ?? 0,
  }));
  return [
    ...buckets,
    { suffix: '_sum', labels, value: histogram.sum },
    { suffix: '_count', labels, value: cumulative.at(-1) ?? 0 },
  ];
}
