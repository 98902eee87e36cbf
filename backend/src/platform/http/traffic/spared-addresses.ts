import { AddressRules } from './address-rules.ts';
import { parseNetwork } from './network.ts';

const loopback = ['127.0.0.0/8', '::1'];
const named: Readonly<Record<string, readonly string[]>> = { loopback };
/** Private networks (RFC 1918, RFC 4193) and shared address space (RFC 6598). */
const inner = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

const spared = { kind: 'allow', isAutomatic: false, expiresAtMs: null } as const;

/**
 * The addresses that are never blocked automatically, because behind one of them may stand everybody:
 * this machine; the trusted proxies; and, while none is configured, private addresses, which a proxy
 * that nobody named would have.
 */
export function sparedAddresses(trustedProxies: readonly string[]): AddressRules {
  const rules = new AddressRules();
  const proxies = trustedProxies.flatMap((name) => named[name] ?? [name]);
  for (const text of [...loopback, ...(trustedProxies.length === 0 ? inner : proxies)]) {
    const network = parseNetwork(text);
    if (network !== null) rules.put(network, spared);
  }
  return rules;
}
