import type { HistoryKind, HistorySeries, MetricHistory } from '@lexiflow/contracts';
import { formatBytes, formatCount, formatMs } from '../ui/format.ts';
import { chartCatalogue, type ChartRule, type LineRule } from './chart-catalogue.ts';
import { MAX_LINES } from './history.limits.ts';
import { historyMessages } from './messages.ts';

/** One line of a chart with a colour of its own; `colour` is a CSS variable. */
export interface HistoryLine {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

/** One chart ready to be drawn. */
export interface HistoryChart {
  readonly title: string;
  readonly format: (value: number) => string;
  readonly bytes: boolean;
  readonly lines: readonly HistoryLine[];
}

const quantileNames: Readonly<Record<string, string>> = {
  '0.5': historyMessages.p50,
  '0.95': historyMessages.p95,
  '0.99': historyMessages.p99,
};

/** The charts of an answer, without those that nothing was measured for. */
export function historyCharts({ kind, series }: MetricHistory): HistoryChart[] {
  const rules = chartCatalogue[kind].length > 0 ? chartCatalogue[kind] : ownRules(kind, series);
  return rules
    .map(({ title, format, bytes = false, lines }) => ({
      title,
      format,
      bytes,
      lines: lines
        .flatMap((rule) =>
          series.filter((one) => fits(one, rule)).map((one) => [rule, one] as const),
        )
        .slice(0, MAX_LINES)
        .map(([rule, one], index) => ({
          label: labelOf(one, rule),
          colour: `--part-${(index % 8) + 1}`,
          values: one.values,
        })),
    }))
    .filter(({ lines }) => lines.length > 0);
}

function fits({ name, figure }: HistorySeries, rule: LineRule): boolean {
  return name === rule.name && figure === rule.figure;
}

function labelOf({ labels }: HistorySeries, { label }: LineRule): string {
  const { quantile, route: _, ...others } = labels;
  if (quantile !== undefined) return quantileNames[quantile] ?? quantile;
  return label ?? Object.values(others).join(' ');
}

/** A chart for each metric of a kind whose metrics are not listed, in the unit of its name. */
function ownRules(kind: HistoryKind, series: readonly HistorySeries[]): ChartRule[] {
  const names = [...new Set(series.map(({ name }) => name))];
  return names.map((name) => {
    const figure = series.find((one) => one.name === name)?.figure ?? 'mean';
    return {
      title: name.replace(/^lexiflow_/, '').replaceAll('_', ' '),
      format: formatOf(name, figure),
      bytes: name.endsWith('_bytes'),
      lines: [{ name, figure, label: historyMessages.kinds[kind] }],
    };
  });
}

function formatOf(name: string, figure: HistorySeries['figure']): (value: number) => string {
  const count = (value: number): string => formatCount(Math.round(value * 10) / 10);
  if (figure === 'rate' && name.endsWith('_bytes_total'))
    return (value) => historyMessages.perSecond(formatBytes(Math.round(value)));
  if (figure === 'rate') return (value) => historyMessages.perSecond(count(value));
  if (name.endsWith('_bytes')) return formatBytes;
  return name.endsWith('_seconds') ? (value) => formatMs(value * 1000) : count;
}
