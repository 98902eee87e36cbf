import { expect, it } from 'vitest';
import { metricOf, readExposition } from './exposition.ts';

const page = readExposition(
  [
    '# HELP a_total Help with {braces}',
    '# TYPE a_total counter',
    'a_total{route="GET /a{b}",status="2xx"} 1',
    'a_total{route="x",status="5xx"} 2',
    '# TYPE b_seconds histogram',
    'b_seconds_bucket{le="+Inf"} 3',
    'b_seconds_count 3',
    '# TYPE c_bytes gauge',
    '',
  ].join('\n'),
);

it('knows types, labels and the metrics that have no series yet', () => {
  expect(page.get('a_total')?.labels.get('status')).toEqual(new Set(['2xx', '5xx']));
  expect(page.get('a_total')?.labels.get('route')).toEqual(new Set(['GET /a{b}', 'x']));
  expect(page.get('c_bytes')).toEqual({ type: 'gauge', labels: new Map() });
});

it('finds the histogram behind its parts, and no gauge behind a name that looks like one', () => {
  expect(metricOf(page, 'b_seconds_bucket')?.type).toBe('histogram');
  expect(metricOf(page, 'c_bytes_count')).toBeUndefined();
});

it('refuses a line that is no sample', () => {
  expect(() => readExposition('what is this')).toThrow('not read');
});
