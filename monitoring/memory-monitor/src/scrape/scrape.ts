import { httpGet } from './http-get.ts';
import { LineSplitter } from './line-splitter.ts';
import { MetricsPageReader, type MetricsFigures } from './metrics-figures.ts';

/** Reads a target's metrics page; rejects when it does not answer 200 in time. */
export async function scrape(
  url: string,
  timeoutMs: number,
  nowMs: () => number,
): Promise<MetricsFigures> {
  const page = new MetricsPageReader();
  const lines = new LineSplitter((line) => page.take(line));
  const status = await httpGet(url, timeoutMs, (piece) => lines.take(piece));
  if (status !== 200) throw new Error(`the metrics page answered ${status}`);
  lines.end();
  return page.figures(nowMs());
}
