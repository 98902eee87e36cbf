import { describe, expect, it } from 'vitest';
import { anyText, oneOf, readParams, writeParams } from './use-search-params.ts';

const kinds = { q: anyText, sort: oneOf(['-filedOn', 'title'], '-filedOn') };

describe('search params', () => {
  it('reads known values and replaces the others by their default', () => {
    expect(readParams(kinds, '?q=a%26b&sort=title')).toEqual({ q: 'a&b', sort: 'title' });
    expect(readParams(kinds, '?sort=drop table')).toEqual({ q: '', sort: '-filedOn' });
  });

  it('leaves defaults out of the URL and keeps parameters of others', () => {
    expect(writeParams(kinds, { q: '', sort: '-filedOn' }, '?tab=docket&q=old')).toBe('tab=docket');
    expect(writeParams(kinds, { q: 'x y', sort: 'title' }, '')).toBe('q=x+y&sort=title');
  });

  it('reads back what it wrote', () => {
    const values = { q: 'é = "1"&2', sort: 'title' } as const;
    expect(readParams(kinds, writeParams(kinds, values, ''))).toEqual(values);
  });
});
