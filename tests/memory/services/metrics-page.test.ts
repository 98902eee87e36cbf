import { describe, expect, it } from 'vitest';
import { MetricsPage } from './metrics-page.ts';

const page = new MetricsPage(`# HELP lexiflow_pool_bytes Bytes
# TYPE lexiflow_pool_bytes gauge
lexiflow_pool_bytes{pool="job",of="a"} 3
lexiflow_pool_bytes{pool="cache",of="a"} 1.5e3
# TYPE lexiflow_idle gauge
# TYPE lexiflow_alone gauge
lexiflow_alone 7
`);

describe('MetricsPage', () => {
  it('adds up the series that have the labels', () => {
    expect(page.sum('lexiflow_pool_bytes')).toBe(1503);
    expect(page.sum('lexiflow_pool_bytes', { pool: 'job' })).toBe(3);
    expect(page.sum('lexiflow_alone')).toBe(7);
    expect(page.labelsOf('lexiflow_pool_bytes', 'pool')).toEqual(['job', 'cache']);
  });

  it('takes a metric without series for 0, and does not take an unknown one', () => {
    expect(page.sum('lexiflow_idle')).toBe(0);
    expect(() => page.sum('lexiflow_other')).toThrow('lexiflow_other');
  });
});
