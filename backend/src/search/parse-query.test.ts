import { describe, expect, it } from 'vitest';
import { parseQuery, prefixQuery, wordsOf } from './parse-query.ts';

describe('parseQuery', () => {
  it('takes field filters out of the words', () => {
    expect(parseQuery('summary judgment court:NYSD judge:"Gregory H. Woods" before:2022')).toEqual({
      text: 'summary judgment',
      court: 'nysd',
      judge: 'Gregory H. Woods',
      lastDay: '2021-12-31',
    });
  });

  it('keeps a filter it cannot read as words', () => {
    expect(parseQuery('motion before:never').text).toBe('motion before:never');
    for (const filter of ['after:2021-02-30', 'after:0000', 'before:0000-05-05', 'before:0001'])
      expect(parseQuery(`motion ${filter}`)).toEqual({ text: `motion ${filter}` });
  });

  it('leaves other colons alone', () => {
    expect(parseQuery('3:08-cv-00284').text).toBe('3:08-cv-00284');
  });
});

describe('prefixQuery', () => {
  it('lets the last word be unfinished', () => {
    expect(prefixQuery('west ameri')).toBe('west & ameri:*');
  });

  it('holds no character with a meaning in a text search query', () => {
    expect(prefixQuery("o'brien & !(x|y):*")).toBe('o & brien & x & y:*');
  });

  it('leaves quotes, exclusions and alternatives to the web search syntax', () => {
    expect(prefixQuery('"summary judgment"')).toBeNull();
    expect(prefixQuery('motion -stay')).toBeNull();
    expect(prefixQuery('motion or order')).toBeNull();
  });
});

describe('wordsOf', () => {
  it('is bounded', () => {
    expect(wordsOf('a '.repeat(100))).toHaveLength(16);
  });
});
