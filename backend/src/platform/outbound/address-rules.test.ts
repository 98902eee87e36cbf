import { describe, expect, it } from 'vitest';
import { AddressRules } from './address-rules.ts';

const refused = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '172.16.0.1',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:0:1::1',
  '2001:db8::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '4000::1',
  'localhost',
  '',
];

describe('AddressRules', () => {
  it.each(refused)('refuses %s', (address) => {
    expect(new AddressRules().allows(address)).toBe(false);
  });

  it.each(['1.1.1.1', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('allows %s', (address) => {
    expect(new AddressRules().allows(address)).toBe(true);
  });

  it('allows what the operator named, and nothing beside it', () => {
    const rules = new AddressRules(['loopback', '10.1.0.0/16', '192.168.7.9', 'fd00::/8']);
    const allowed = ['127.0.0.1', '::1', '10.1.255.1', '::ffff:10.1.0.1', '192.168.7.9', 'fd12::1'];
    expect(allowed.filter((address) => !rules.allows(address))).toEqual([]);
    const beside = ['10.2.0.1', '192.168.7.8', '169.254.169.254', 'fe80::1'];
    expect(beside.filter((address) => rules.allows(address))).toEqual([]);
  });
});
