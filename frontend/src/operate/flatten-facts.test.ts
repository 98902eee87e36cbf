import { describe, expect, it } from 'vitest';
import { flattenFacts } from './flatten-facts.ts';

describe('flattenFacts', () => {
  it('names each leaf by its path and joins lists of plain values', () => {
    expect(
      flattenFacts({
        pid: 7,
        versions: { node: '24.1.0' },
        execArgv: ['--a', '--b'],
        gone: undefined,
      }),
    ).toEqual([
      { name: 'pid', value: 7 },
      { name: 'versions.node', value: '24.1.0' },
      { name: 'execArgv', value: '--a --b' },
    ]);
  });

  it('goes into lists of objects by their index', () => {
    expect(flattenFacts({ pools: [{ name: 'cache' }] })).toEqual([
      { name: 'pools.0.name', value: 'cache' },
    ]);
  });
});
