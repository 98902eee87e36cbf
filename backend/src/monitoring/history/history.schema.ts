import type { HistoryKind } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** One series of figures; its labels as canonical JSON. */
export interface MetricSeriesTable {
  id: Generated<number>;
  kind: HistoryKind;
  type: 'counter' | 'gauge' | 'histogram';
  name: string;
  labels: string;
  across: 'sum' | 'max';
  is_detail: boolean;
  bounds: number[];
  made_at: Generated<string>;
}

/** What one process counted of one series in one minute. */
export interface MetricMinuteTable {
  series_id: number;
  at: string;
  writer: number;
  value: number;
  peak: number | null;
  buckets: number[] | null;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    metric_series: MetricSeriesTable;
    metric_minutes: MetricMinuteTable;
  }
}
