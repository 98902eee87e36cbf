import { Registry } from 'prom-client';
import type { Metric } from 'prom-client';
import type { MetricFamily } from './metric-family.ts';
import { single } from './metric-family.ts';
import { metricsLimits } from './metrics.limits.ts';

/**
 * The metrics page. Rooms add families that are read on demand, so a metric costs nothing between
 * two scrapes; a family above its series limit is cut there and the cut is counted.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #families = new Map<string, MetricFamily>();
  #dropped = 0;

  constructor() {
    const name = 'lexiflow_metrics_series_dropped_total';
    const help = 'Series left off the page because their metric had too many';
    this.add(single('counter', name, help, () => this.#dropped));
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything that was added, by name. */
  get families(): ReadonlyMap<string, MetricFamily> {
    return this.#families;
  }

  /** Adds metrics to the page. Throws when a name is taken. */
  add(...families: readonly MetricFamily[]): void {
    for (const family of families) {
      this.#families.set(family.name, family);
      // The registry asks each metric for nothing but `get`.
      const metric = { name: family.name, get: () => Promise.resolve(this.#read(family)) };
      this.#registry.registerMetric(metric as unknown as Metric);
    }
  }

  /** The page in the Prometheus text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #read(family: MetricFamily): object {
    const { name, help, type } = family;
    const samples = family.collect();
    const limit = metricsLimits.seriesPerMetric;
    this.#dropped += Math.max(0, samples.length - limit);
    const values = samples.slice(0, limit).map(({ value, labels = {}, suffix = '' }) => ({
      value,
      labels,
      metricName: name + suffix,
    }));
    return { name, help, type, values };
  }
}
