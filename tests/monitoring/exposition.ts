/** What a metrics page shows: of each metric its type and the labels that its series carry. */
export type Exposition = ReadonlyMap<
  string,
  { readonly type: string; readonly labels: ReadonlyMap<string, ReadonlySet<string>> }
>;

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads a page in the Prometheus text format; throws at a line that is neither comment nor sample. */
export function readExposition(page: string): Exposition {
  const metrics = new Map<string, { type: string; labels: Map<string, Set<string>> }>();
  for (const line of page.split('\n')) {
    const stated = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (stated) metrics.set(stated[1] ?? '', { type: stated[2] ?? '', labels: new Map() });
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', labels = ''] = SAMPLE.exec(line) ?? [];
    const metric = metrics.get(name) ?? metrics.get(name.replace(/_(bucket|sum|count)$/, ''));
    if (metric === undefined) throw new Error(`not read: ${line}`);
    for (const [, label = '', value = ''] of labels.matchAll(LABEL)) {
      const values = metric.labels.get(label) ?? new Set();
      metric.labels.set(label, values.add(value));
    }
  }
  return metrics;
}

/** The metric that a name of a query belongs to: parts of a histogram lead to the histogram. */
export function metricOf(page: Exposition, name: string): ReturnType<Exposition['get']> {
  const whole = page.get(name);
  if (whole !== undefined) return whole;
  const base = page.get(name.replace(/_(bucket|sum|count)$/, ''));
  return base?.type === 'histogram' || base?.type === 'summary' ? base : undefined;
}
