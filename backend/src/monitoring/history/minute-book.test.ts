import { describe, expect, it } from 'vitest';
import { FixedHistogram } from '../../platform/metrics/fixed-histogram.ts';
import { histogramSamples, labelled, single } from '../../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../../platform/metrics/metric-family.ts';
import { historyLimits } from './history.limits.ts';
import { MinuteBook } from './minute-book.ts';

const help = 'of a test';

function bookOf(...families: MetricFamily[]): MinuteBook {
  return new MinuteBook(() => families);
}

describe('MinuteBook', () => {
  it('tells what a counter grew by in each minute, and nothing when it stood still', () => {
    let value = 5;
    const book = bookOf(single('counter', 'lexiflow_db_failed_total', help, () => value));
    expect(book.close()).toMatchObject([{ type: 'counter', kind: 'database', value: 5 }]);
    value = 12;
    expect(book.close()).toMatchObject([{ value: 7 }]);
    expect(book.close()).toEqual([]);
  });

  it('counts a counter that was reset from zero', () => {
    let value = 50;
    const book = bookOf(single('counter', 'lexiflow_db_failed_total', help, () => value));
    book.close();
    value = 3;
    expect(book.close()).toMatchObject([{ value: 3 }]);
  });

  it('tells mean and peak of a gauge over its readings', () => {
    let value = 2;
    const book = bookOf(single('gauge', 'lexiflow_db_waiting', help, () => value));
    book.sample();
    value = 10;
    book.sample();
    expect(book.close()).toMatchObject([{ type: 'gauge', value: 6, peak: 10 }]);
    expect(book.close()).toEqual([]);
  });

  it('tells the running minute without ending it', () => {
    let value = 4;
    const book = bookOf(single('counter', 'lexiflow_db_failed_total', help, () => value));
    expect(book.rows()).toMatchObject([{ value: 4 }]);
    value = 9;
    expect(book.rows()).toMatchObject([{ value: 9 }]);
    expect(book.close()).toMatchObject([{ value: 9 }]);
    expect(book.rows()).toEqual([]);
  });

  it('keeps each route and the sum over them', () => {
    const counts = { '/a': 3, '/b': 4 };
    const book = bookOf(
      labelled('counter', 'lexiflow_http_requests_total', help, () =>
        Object.entries(counts).map(([route, value]) => ({
          labels: { status: '2xx', route },
          value,
        })),
      ),
    );
    expect(book.close()).toMatchObject([
      { isDetail: true, labels: '{"route":"/a","status":"2xx"}', value: 3 },
      { isDetail: false, labels: '{"status":"2xx"}', value: 7 },
      { isDetail: true, labels: '{"route":"/b","status":"2xx"}', value: 4 },
    ]);
  });

  it('tells the buckets of a histogram that were filled in the minute, summed over the routes', () => {
    const [a, b] = [new FixedHistogram([1, 2]), new FixedHistogram([1, 2])];
    const book = bookOf({
      type: 'histogram',
      name: 'lexiflow_http_request_duration_seconds',
      help,
      collect: () => [
        ...histogramSamples(a, { route: 'a' }),
        ...histogramSamples(b, { route: 'b' }),
      ],
    });
    a.observe(0.5);
    b.observe(5);
    book.close();
    a.observe(1.5);
    b.observe(1.5);
    expect(book.close().find(({ isDetail }) => !isDetail)).toMatchObject({
      bounds: [1, 2],
      buckets: [0, 2, 0],
      value: 3,
    });
  });

  it('follows no more series of a kind than its bound, and counts the others', () => {
    const most = historyLimits.seriesPerKind.value;
    const book = bookOf(
      labelled('counter', 'lexiflow_cache_hits_total', help, () =>
        Array.from({ length: most + 3 }, (_, at) => ({ labels: { service: `${at}` }, value: 1 })),
      ),
    );
    expect(book.close()).toHaveLength(most);
    expect(book).toMatchObject({ size: most, droppedTotal: 3 });
  });

  it('leaves out metrics without a history and figures that are not known', () => {
    const book = bookOf(
      single('counter', 'lexiflow_other_total', help, () => 1),
      labelled('gauge', 'lexiflow_db_waiting', help, () => [{ value: Number.NaN }]),
    );
    book.sample();
    expect(book.close()).toEqual([]);
  });
});
