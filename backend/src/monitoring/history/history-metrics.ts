import { single } from '../../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../../platform/metrics/metric-family.ts';
import type { HistoryWriter } from './history-writer.ts';
import type { MinuteBook } from './minute-book.ts';

/** What the history says of itself. */
export function historyMetrics(book: MinuteBook, writer: HistoryWriter): MetricFamily[] {
  return [
    single('gauge', 'lexiflow_history_series', 'Series whose history is kept', () => book.size),
    single(
      'counter',
      'lexiflow_history_series_dropped_total',
      'Readings of series left out because their kind has too many',
      () => book.droppedTotal,
    ),
    single(
      'gauge',
      'lexiflow_history_pending_rows',
      'Rows of the history that the database has not taken yet',
      () => writer.pendingRows,
    ),
    single(
      'counter',
      'lexiflow_history_rows_dropped_total',
      'Rows of the history that were lost',
      () => writer.droppedTotal,
    ),
  ];
}
