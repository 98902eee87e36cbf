import { describe, expect, it } from 'vitest';
import { describeDevice, deviceName } from './describe-device.ts';

describe('describeDevice', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Firefox 140 on Linux',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.1 Safari/605.1',
      'Safari 18 on macOS',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge 140 on Windows',
    ],
    ['curl/8.0', 'curl/8.0'],
  ])('reads %s', (userAgent, words) => {
    expect(describeDevice({ userAgent })).toBe(words);
  });

  it('believes the browser’s own brands before its user agent', () => {
    const brands = [
      { brand: 'Not)A;Brand', version: '8' },
      { brand: 'Chromium', version: '156' },
    ];
    expect(describeDevice({ userAgent: 'x', userAgentData: { platform: 'Linux', brands } })).toBe(
      'Chromium 156 on Linux',
    );
  });

  it('shortens user agents in lists and leaves chosen names alone', () => {
    expect(deviceName('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')).toBe(
      'Firefox 140 on Linux',
    );
    expect(deviceName('Office Linux box')).toBe('Office Linux box');
  });

  it('never exceeds what the API takes', () => {
    expect(describeDevice({ userAgent: 'x'.repeat(500) })).toHaveLength(120);
  });
});
