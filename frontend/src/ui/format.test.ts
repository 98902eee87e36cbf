import { describe, expect, it } from 'vitest';
import { formatBytes, formatDate, formatDuration, formatMs, formatShare } from './format.ts';

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KB'],
    [1536 * 1024 * 1024, '1.5 GB'],
    [-5 * 1024 * 1024, '-5.0 MB'],
    [2 ** 50, '1,024.0 TB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [3600, '1 h'],
    [90_061, '1 d 1 h'],
    [86_400 + 61, '1 d'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('keeps a legal date on its day in every time zone', () => {
    expect(formatDate('2008-12-23')).toContain('23');
    expect(formatDate(null)).toBe('–');
    expect(formatDate('not a date')).toBe('not a date');
  });

  it('writes shares and durations with the digits that matter', () => {
    expect(formatShare(0.2562)).toBe('25.6 %');
    expect(formatMs(0.42)).toBe('0.4 ms');
    expect(formatMs(250.4)).toBe('250 ms');
    expect(formatMs(12_340)).toBe('12.3 s');
  });
});
