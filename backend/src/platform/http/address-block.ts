const V4_MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The part of a network address that one subscriber holds, for counting: an IPv4 address whole
 * (also one written as IPv6), an IPv6 address by its /64, which is what one site is given
 * (RFC 6177). What is no address is answered as it is.
 */
export function addressBlock(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = V4_MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).map(shortest).join(':')}::/64`;
}

/** An IPv4 tail stands for two groups, which lie behind the first four. */
function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}

function shortest(group: string): string {
  return group.toLowerCase().replace(/^0+(?=.)/, '');
}
