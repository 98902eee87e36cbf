import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressRules, type AddressRule } from './address-rules.ts';
import { contains, networkText, parseNetwork, type Network } from './network.ts';
import { ADDRESS_RULES_HELD, ADDRESS_RULE_BYTES } from './traffic.limits.ts';

const block: AddressRule = { kind: 'block', isAutomatic: false, expiresAtMs: null };
const allow: AddressRule = { ...block, kind: 'allow' };
const of = (text: string): Network => parseNetwork(text) as Network;

describe('address rules', () => {
  it('let the longest block decide', () => {
    const rules = new AddressRules();
    rules.put(of('203.0.113.0/24'), block);
    rules.put(of('203.0.113.7'), allow);
    rules.put(of('2001:db8::/32'), block);
    rules.put(of('2001:db8:a::/48'), allow);
    expect(rules.find('203.0.113.9', 0)).toBe(block);
    expect(rules.find('203.0.113.7', 0)).toBe(allow);
    expect(rules.find('::ffff:203.0.113.7', 0)).toBe(allow);
    expect(rules.find('203.0.114.1', 0)).toBeUndefined();
    expect(rules.find('2001:db8:b::1', 0)).toBe(block);
    expect(rules.find('2001:db8:a::1', 0)).toBe(allow);
    expect(rules.find('no address', 0)).toBeUndefined();
  });

  it('end at their instant, and a longer-lived one behind them counts again', () => {
    const rules = new AddressRules();
    rules.put(of('203.0.113.0/24'), block);
    rules.put(of('203.0.113.7'), { ...allow, expiresAtMs: 1_000 });
    expect(rules.find('203.0.113.7', 999)?.kind).toBe('allow');
    expect(rules.find('203.0.113.7', 1_000)).toBe(block);
  });

  it('are replaced and removed by exactly their block', () => {
    const rules = new AddressRules();
    rules.put(of('203.0.113.0/24'), block);
    rules.put(of('203.0.113.0/24'), allow);
    rules.remove(of('203.0.113.0/25'));
    expect(rules.find('203.0.113.1', 0)).toBe(allow);
    rules.remove(of('203.0.113.0/24'));
    expect([rules.find('203.0.113.1', 0), rules.size]).toEqual([undefined, 0]);
  });

  it('hold no more than their bound and charge each one', () => {
    let used = 0;
    const account = {
      grow: (bytes: number) => ((used += bytes), true),
      shrink: (bytes: number) => void (used -= bytes),
    };
    const rules = new AddressRules(account);
    const addressOf = (n: number) => of(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
    for (let n = 0; n < ADDRESS_RULES_HELD; n++) rules.put(addressOf(n), block);
    expect(rules.put(of('192.0.2.1'), block)).toBe(false);
    expect(rules.put(addressOf(5), allow)).toBe(true);
    expect([rules.size, used]).toEqual([
      ADDRESS_RULES_HELD,
      ADDRESS_RULES_HELD * ADDRESS_RULE_BYTES,
    ]);
    rules.remove(addressOf(5));
    expect(rules.put(of('192.0.2.1'), block)).toBe(true);
    rules.clear();
    expect([rules.size, used]).toEqual([0, 0]);
  });

  it('take no rule that their account has no room for', () => {
    const rules = new AddressRules({ grow: () => false, shrink: () => {} });
    expect(rules.put(of('192.0.2.1'), block)).toBe(false);
    expect(rules.size).toBe(0);
  });

  it('answer what a search through all of them answers', () => {
    const network = fc
      .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
      .map(([address, prefix]) => of(`${address}/${prefix}`));
    fc.assert(
      fc.property(fc.array(network, { maxLength: 30 }), fc.ipV4(), (networks, address) => {
        const rules = new AddressRules();
        for (const one of networks) rules.put(one, { ...block, expiresAtMs: one.prefix + 1 });
        const holding = networks
          .filter((one) => contains(one, of(address)))
          .sort((a, b) => b.prefix - a.prefix)[0];
        const found = rules.find(address, 0);
        expect(found?.expiresAtMs, holding && networkText(holding)).toBe(
          holding && holding.prefix + 1,
        );
      }),
    );
  });
});
