import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, ipv4Value, networkText, parseNetwork, type Network } from './network.ts';

const textOf = (written: string): string | null => {
  const network = parseNetwork(written);
  return network && networkText(network);
};

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['10.200.3.4/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255', '255.255.255.255/32'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::ffff:203.0.113.7/120', '203.0.113.0/24'],
    ['::1', '0:0:0:0:0:0:0:1/128'],
    ['2001:DB8::1/48', '2001:db8:0:0:0:0:0:0/48'],
    ['2001:db8:1:2:3:4:203.0.113.7', '2001:db8:1:2:3:4:cb00:7107/128'],
    ['2001:db8:a:b::/64', '2001:db8:a:b:0:0:0:0/64'],
  ])('reads %s as %s', (written, canonical) => {
    expect(textOf(written)).toBe(canonical);
    expect(textOf(canonical)).toBe(canonical);
  });

  it.each([
    '',
    'localhost',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.7/33',
    '203.0.113.7/-1',
    '203.0.113.7/8/8',
    '203.0.113.7/',
    '::1/129',
    'fe80::1%eth0',
    '1::2::3',
    '0x7f.0.0.1',
    ' 10.0.0.1',
    "10.0.0.1'--",
  ])('refuses %j', (written) => {
    expect(parseNetwork(written)).toBeNull();
  });

  it('reads every dotted address as its number, and nothing else as one', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        expect(ipv4Value(`${a}.${b}.${c}.${d}`)).toBe(((a * 256 + b) * 256 + c) * 256 + d);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/^\d+\.\d+\.\d+\.\d+$/.test(text)) expect(ipv4Value(text)).toBe(-1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds another when it is shorter and begins alike', () => {
    const of = (text: string) => parseNetwork(text) as Network;
    expect(contains(of('10.0.0.0/8'), of('10.1.2.3'))).toBe(true);
    expect(contains(of('10.1.2.3'), of('10.0.0.0/8'))).toBe(false);
    expect(contains(of('10.0.0.0/8'), of('11.0.0.1'))).toBe(false);
    expect(contains(of('2001:db8::/32'), of('2001:db8:1::/48'))).toBe(true);
    expect(contains(of('::/0'), of('10.0.0.1'))).toBe(false);
  });
});
