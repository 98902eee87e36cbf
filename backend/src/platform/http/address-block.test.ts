import { describe, expect, it } from 'vitest';
import { addressBlock } from './address-block.ts';

describe('addressBlock', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:203.0.113.7', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('counts %s as %s', (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });

  it('counts every address of one /64 as one, and the next /64 apart', () => {
    expect(addressBlock('2001:db8:a:b:ffff::1')).toBe(addressBlock('2001:db8:a:b::'));
    expect(addressBlock('2001:db8:a:c::1')).not.toBe(addressBlock('2001:db8:a:b::1'));
  });
});
