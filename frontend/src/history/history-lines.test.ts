import type { HistorySeries, MetricHistory } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { historyCharts } from './history-lines.ts';

const line = (name: string, more: Partial<HistorySeries> = {}): HistorySeries => ({
  name,
  labels: {},
  figure: 'mean',
  values: [1, null],
  peaks: null,
  ...more,
});

function answer(kind: MetricHistory['kind'], ...series: HistorySeries[]): MetricHistory {
  const span = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:02:00.000Z' };
  return { kind, ...span, stepSeconds: 60, at: [0, 60], series, leftOut: 0 };
}

describe('historyCharts', () => {
  it('shows only charts that something was measured for', () => {
    const charts = historyCharts(answer('memory', line('nodejs_eventloop_lag_seconds')));
    expect(charts.map(({ title }) => title)).toEqual(['Event-loop delay']);
    expect(charts[0]?.format(0.0035)).toBe('3.5 ms');
  });

  it('names lines by their labels and percentiles by theirs', () => {
    const requests = line('lexiflow_http_requests_total', {
      figure: 'rate',
      labels: { status: '2xx' },
    });
    const p95 = line('lexiflow_http_request_duration_seconds', {
      figure: 'quantile',
      labels: { quantile: '0.95', route: 'GET /api/cases' },
    });
    const charts = historyCharts(answer('request', requests, p95));
    expect(charts.map(({ lines }) => lines[0]?.label)).toEqual(['2xx', 'p95']);
  });

  it('gives each metric of a kind without a list a chart in the unit of its name', () => {
    const charts = historyCharts(
      answer(
        'websocket',
        line('lexiflow_realtime_connections'),
        line('lexiflow_ws_buffer_bytes'),
        line('lexiflow_realtime_sent_bytes_total', { figure: 'rate' }),
      ),
    );
    expect(charts.map(({ title, bytes }) => [title, bytes])).toEqual([
      ['realtime connections', false],
      ['ws buffer bytes', true],
      ['realtime sent bytes total', false],
    ]);
    expect(charts[1]?.format(2048)).toBe('2.0 KB');
    expect(charts[2]?.format(2048)).toBe('2.0 KB/s');
  });

  it('draws no more lines than have a colour', () => {
    const many = Array.from({ length: 12 }, (_, at) =>
      line('lexiflow_cache_hits_total', { figure: 'rate', labels: { service: `s${at}` } }),
    );
    const [chart] = historyCharts(answer('cache', ...many));
    expect(new Set(chart?.lines.map(({ colour }) => colour)).size).toBe(8);
    expect(chart?.lines).toHaveLength(8);
  });
});
