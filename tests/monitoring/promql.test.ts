import { expect, it } from 'vitest';
import { parseQuery } from './promql.ts';

it('reads metrics, matchers and grouping labels of an expression', () => {
  const query = parseQuery(
    'sum by (job) (rate(a_total{code!="X",b=~"x|y"}[5m])) / ignoring (state) c{state="l"} > 0 and d:e:f',
  );
  expect(query.selectors).toEqual([
    {
      metric: 'a_total',
      matchers: [
        { label: 'code', operator: '!=', value: 'X' },
        { label: 'b', operator: '=~', value: 'x|y' },
      ],
    },
    { metric: 'c', matchers: [{ label: 'state', operator: '=', value: 'l' }] },
    { metric: 'd:e:f', matchers: [] },
  ]);
  expect(query.groupLabels).toEqual(['job', 'state']);
});

it.each(['rate(a[5m]', 'sum by a', 'a{b=}'])('refuses %s', (expression) => {
  expect(() => parseQuery(expression)).toThrow('no PromQL');
});
