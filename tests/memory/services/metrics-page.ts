/** One reading of the metrics page: values by series. */
export class MetricsPage {
  readonly #values = new Map<string, { labels: Record<string, string>; value: number }[]>();

  /** Reads Prometheus text. */
  constructor(text: string) {
    for (const line of text.split('\n')) {
      const declared = /^# TYPE ([a-z_]+) /.exec(line)?.[1];
      if (declared !== undefined) this.#values.set(declared, []);
      const [, name = '', labels = '', figure] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
      this.#values.get(name)?.push({ labels: Object.fromEntries(pairs), value: Number(figure) });
    }
  }

  /**
   * The sum of the series of a metric that have these labels, 0 without any; throws when the page
   * does not know the metric.
   */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const series = this.#values.get(name);
    if (series === undefined) throw new Error(`the metrics page has no ${name}`);
    return series
      .filter((one) => Object.entries(labels).every(([key, text]) => one.labels[key] === text))
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** The values of one label of a metric. */
  labelsOf(name: string, label: string): string[] {
    return (this.#values.get(name) ?? []).flatMap(({ labels }) => labels[label] ?? []);
  }
}
