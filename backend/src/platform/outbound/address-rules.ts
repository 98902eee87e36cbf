import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** Global unicast as far as it is given out (RFC 4291, IANA): the rest of IPv6 reaches nobody. */
const GIVEN_OUT = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** Public by its range, but the machine's own cloud host answers there. */
const HOST_SERVICES: readonly Network[] = [ipaddr.parseCIDR('168.63.129.16/32')];

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/**
 * Which addresses the server may connect to: public unicast ones, and those that the operator named
 * (addresses, CIDR networks or `loopback`). IPv4 written as IPv6 counts as IPv4; forms that carry an
 * IPv4 address for a translator (NAT64, 6to4, Teredo) are refused.
 */
export class AddressRules {
  readonly #named: readonly Network[];

  constructor(named: readonly string[] = []) {
    this.#named = named
      .flatMap((entry) => (entry === 'loopback' ? LOOPBACK : [entry]))
      .map(network);
  }

  /** False for what is no address at all. */
  allows(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    if (this.names(text)) return true;
    const address = ipaddr.process(text);
    if (address.range() !== 'unicast') return false;
    if (HOST_SERVICES.some((known) => isIn(address, known))) return false;
    return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GIVEN_OUT);
  }
  /** Whether the operator named this address. */
  names(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return this.#named.some((known) => isIn(address, known));
  }
}

function network(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isIn(address: Address, [base, bits]: Network): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}
