/** Values of a metric as k6 keeps them: times, hits and misses, a sum, or the last value. */
export type MetricKind = 'trend' | 'rate' | 'counter' | 'gauge';

/** One metric of a run. */
export interface Metric {
  readonly kind: MetricKind;
  readonly values: number[];
}

/** Every metric of this run by its name. */
export const metrics = new Map<string, Metric>();

/** The metric of that name, made when it is new. */
export function metric(name: string, kind: MetricKind): Metric {
  const found = metrics.get(name) ?? { kind, values: [] };
  metrics.set(name, found);
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The figure that a threshold names (`p(95)`, `rate`, `value`, `count`, `avg`, `max`); null without values. */
export function figure({ kind, values }: Metric, name: string): number | null {
  if (values.length === 0) return null;
  const [, percent] = /^p\((\d+(?:\.\d+)?)\)$/.exec(name) ?? [];
  if (percent !== undefined && kind === 'trend') {
    const sorted = values.toSorted((a, b) => a - b);
    return sorted[Math.ceil((Number(percent) / 100) * sorted.length) - 1] ?? null;
  }
  if (name === 'rate' && kind === 'rate') return sum(values) / values.length;
  if (name === 'count' && kind === 'counter') return sum(values);
  if (name === 'value' && kind === 'gauge') return values.at(-1) ?? null;
  if (name === 'avg' && kind === 'trend') return sum(values) / values.length;
  if (name === 'max' && kind === 'trend') return Math.max(...values);
  throw new Error(`k6 has no ${name} for a ${kind}`);
}

/** What became of one threshold. */
export interface ThresholdResult {
  readonly metric: string;
  readonly expression: string;
  readonly measured: number | null;
  readonly holds: boolean;
}

/** Holds thresholds (`{metric: ['p(95)<200']}`) against this run; throws for one that k6 would not read. */
export function judge(thresholds: Readonly<Record<string, readonly string[]>>): ThresholdResult[] {
  return Object.entries(thresholds).flatMap(([name, expressions]) =>
    expressions.map((expression) => {
      const [, what = '', sign = '', limit = ''] =
        /^([a-z]+(?:\([\d.]+\))?)\s*(<=?|>=?)\s*([\d.]+)$/.exec(expression) ?? [];
      const found = metrics.get(name);
      if (sign === '' || found === undefined)
        throw new Error(`the threshold ${name}: ${expression} names nothing that is measured`);
      const measured = figure(found, what);
      return { metric: name, expression, measured, holds: compare(measured, sign, Number(limit)) };
    }),
  );
}

function compare(measured: number | null, sign: string, limit: number): boolean {
  // Like k6: what was never measured cannot cross its threshold.
  if (measured === null) return true;
  if (sign.startsWith('<')) return measured < limit || (sign === '<=' && measured === limit);
  return measured > limit || (sign === '>=' && measured === limit);
}
