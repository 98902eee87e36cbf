import { describe, expect, it } from 'vitest';
import { formatBytes, formatDate, formatDuration, formatMs, formatShare } from './format.ts';

// The formats follow the reader's locale, whatever it is where the test runs.
const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
const tenth = (value: number) => new Intl.NumberFormat(undefined, digits).format(value);
const whole = (value: number) => new Intl.NumberFormat().format(value);

describe('formats', () => {
  it.each([
    [0, whole(0), 'B'],
    [1023, whole(1023), 'B'],
    [1024, tenth(1), 'KB'],
    [1536 * 1024 * 1024, tenth(1.5), 'GB'],
    [-5 * 1024 * 1024, tenth(-5), 'MB'],
    [2 ** 50, tenth(1024), 'TB'],
  ])('writes %d bytes as %s %s', (bytes, number, unit) => {
    expect(formatBytes(bytes)).toBe(`${number} ${unit}`);
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
    expect(formatShare(0.2562)).toBe(`${tenth(25.6)} %`);
    expect(formatMs(0.42)).toBe(`${tenth(0.4)} ms`);
    expect(formatMs(250.4)).toBe('250 ms');
    expect(formatMs(12_340)).toBe(`${tenth(12.3)} s`);
  });
});
