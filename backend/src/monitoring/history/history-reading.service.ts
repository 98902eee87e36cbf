import type {
  HistoryRange,
  MetricHistory,
  MetricHistoryQuery,
  RouteHistory,
  RouteHistoryQuery,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { monitoringErrors } from '../monitoring.errors.ts';
import { historySeriesOf, routeItems } from './history-answer.ts';
import { historyLimits } from './history.limits.ts';
import { HistoryRepository, type Span } from './history.repository.ts';
import { MetricHistoryService } from './metric-history.service.ts';

const rangeSeconds: Readonly<Record<HistoryRange, number>> = {
  '1h': 3_600,
  '24h': 86_400,
  '7d': 604_800,
};

/** Steps that give a chart some two to three hundred points. */
const defaultStepSeconds: Readonly<Record<HistoryRange, number>> = {
  '1h': 60,
  '24h': 300,
  '7d': 1_800,
};

/** Reads the history for charts, down-sampled in the database. */
@Injectable()
export class HistoryReadingService {
  constructor(
    private readonly repository: HistoryRepository,
    private readonly running: MetricHistoryService,
  ) {}

  /** The charts of one kind, or of one route. Throws MONITORING_HISTORY_TOO_FINE. */
  async history({ kind, range, step, route }: MetricHistoryQuery): Promise<MetricHistory> {
    const stepSeconds = step ?? defaultStepSeconds[range];
    const span = spanOf(range);
    const from = Math.floor(span.from / stepSeconds) * stepSeconds;
    const points = Math.ceil((span.to - from) / stepSeconds);
    if (points > historyLimits.chartPoints.value)
      throw monitoringErrors.historyTooFine({
        detail: `${points} points of at most ${historyLimits.chartPoints.value}`,
      });
    await this.running.refresh();
    const at = Array.from({ length: points }, (_, index) => from + index * stepSeconds);
    const rows = await this.repository.steps(kind, { ...span, from }, stepSeconds, route ?? null);
    const series = historySeriesOf(rows, at, stepSeconds, span);
    const most = historyLimits.chartSeries.value;
    return {
      kind,
      ...instants({ ...span, from }),
      stepSeconds,
      at,
      series: series.slice(0, most),
      leftOut: Math.max(0, series.length - most),
    };
  }

  /** What each route did over the range, the most time first. */
  async routes({ range, limit }: RouteHistoryQuery): Promise<RouteHistory> {
    await this.running.refresh();
    const span = spanOf(range);
    const rows = await this.repository.routes(span);
    return { ...instants(span), items: routeItems(rows, limit), nextCursor: null };
  }
}

/** The range up to the end of the running minute. */
function spanOf(range: HistoryRange): Span {
  const to = Math.floor(Date.now() / 60_000) * 60 + 60;
  return { from: to - rangeSeconds[range], to };
}

function instants({ from, to }: Span): { from: string; to: string } {
  return { from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString() };
}
