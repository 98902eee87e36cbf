import { isIPv4, isIPv6 } from 'node:net';

/** A block of network addresses (CIDR); a single address is a block of full length. */
export interface Network {
  readonly family: 4 | 6;
  /** The first address of the block as a number of 32 or 128 bits. */
  readonly value: bigint;
  /** Leading bits that all addresses of the block share. */
  readonly prefix: number;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const WIDTH = { 4: 32, 6: 128 } as const;

/**
 * Reads an address or a CIDR block; bits behind the prefix are cleared. An IPv4 address written as
 * IPv6 (`::ffff:a.b.c.d`) is that IPv4 address. Null for anything else, zones (`%eth0`) included.
 */
export function parseNetwork(text: string): Network | null {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  const mapped = MAPPED.exec(address)?.[1];
  const written = mapped ?? address;
  const family = isIPv4(written) ? 4 : isIPv6(written) && !written.includes('%') ? 6 : null;
  if (family === null) return null;
  const prefix =
    bits === undefined ? WIDTH[family] : Number(bits) - (mapped === undefined ? 0 : 96);
  if (prefix < 0 || prefix > WIDTH[family]) return null;
  const whole = family === 4 ? BigInt(ipv4Value(written)) : ipv6Value(written);
  return {
    family,
    value: blockOf(whole, family, prefix) << BigInt(WIDTH[family] - prefix),
    prefix,
  };
}

/** The block in its one canonical spelling (RFC 5952 without shortening by `::`): `10.0.0.0/8`. */
export function networkText({ family, value, prefix }: Network): string {
  const parts =
    family === 4
      ? [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
      : Array.from({ length: 8 }, (_, index) =>
          ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
        ).join(':');
  return `${parts}/${prefix}`;
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  return (
    blockOf(inner.value, inner.family, outer.prefix) ===
    blockOf(outer.value, outer.family, outer.prefix)
  );
}

/** The leading `prefix` bits of an address. */
export function blockOf(value: bigint, family: 4 | 6, prefix: number): bigint {
  return value >> BigInt(WIDTH[family] - prefix);
}

/** The 32 bits of a dotted IPv4 address; -1 for any other text. Allocates nothing. */
export function ipv4Value(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57) {
      octet = (octet < 0 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

function ipv6Value(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0);
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const value = ipv4Value(group);
    return [value >>> 16, value & 0xffff];
  });
}
