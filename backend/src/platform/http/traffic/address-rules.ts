import type { Account } from '@lexiflow/memory';
import { blockOf, ipv4Value, parseNetwork, type Network } from './network.ts';
import { ADDRESS_RULES_HELD, ADDRESS_RULE_BYTES } from './traffic.limits.ts';

/** What is decided about a block of addresses. */
export interface AddressRule {
  readonly kind: 'allow' | 'block';
  /** Made by the server itself after abuse; weaker than what a person decided. */
  readonly isAutomatic: boolean;
  /** End of the rule, or null for one that stands until it is removed. */
  readonly expiresAtMs: number | null;
}

/** What the rules charge for their memory. */
export type RulesAccount = Pick<Account, 'grow' | 'shrink'>;

const IPV4_SPAN = 2 ** 32;

/**
 * Rules by block of addresses; the longest block that holds an address decides, so that one address
 * of a blocked network can be allowed. Look-ups take one map access for each prefix length in use
 * and none while there are no rules; expired rules count as absent. Holds at most 10,000.
 */
export class AddressRules {
  readonly #v4 = new Map<number, AddressRule>();
  readonly #v6 = new Map<string, AddressRule>();
  /** Prefix lengths in use with the number of their rules, longest first. */
  #v4Prefixes: [length: number, rules: number][] = [];
  #v6Prefixes: [length: number, rules: number][] = [];
  readonly #account: RulesAccount | undefined;

  /** Each rule is charged to `account`. */
  constructor(account?: RulesAccount) {
    this.#account = account;
  }

  /** Rules held, expired ones included until they are removed. */
  get size(): number {
    return this.#v4.size + this.#v6.size;
  }

  /** Sets the rule of a block; answers false, and changes nothing, when there is no room for it. */
  put(network: Network, rule: AddressRule): boolean {
    const isNew =
      network.family === 4 ? !this.#v4.has(key4(network)) : !this.#v6.has(key6(network));
    if (isNew) {
      if (this.size >= ADDRESS_RULES_HELD) return false;
      if (this.#account?.grow(ADDRESS_RULE_BYTES) === false) return false;
      const prefixes = network.family === 4 ? this.#v4Prefixes : this.#v6Prefixes;
      const known = prefixes.find(([length]) => length === network.prefix);
      if (known) known[1]++;
      else prefixes.push([network.prefix, 1]);
      prefixes.sort(([a], [b]) => b - a);
    }
    if (network.family === 4) this.#v4.set(key4(network), rule);
    else this.#v6.set(key6(network), rule);
    return true;
  }

  /** Removes the rule of exactly this block, if there is one. */
  remove(network: Network): void {
    const was =
      network.family === 4 ? this.#v4.delete(key4(network)) : this.#v6.delete(key6(network));
    if (!was) return;
    this.#account?.shrink(ADDRESS_RULE_BYTES);
    const prefixes = network.family === 4 ? this.#v4Prefixes : this.#v6Prefixes;
    const known = prefixes.find(([length]) => length === network.prefix);
    if (known) known[1]--;
    const left = prefixes.filter(([, rules]) => rules > 0);
    if (network.family === 4) this.#v4Prefixes = left;
    else this.#v6Prefixes = left;
  }

  /** Removes every rule. */
  clear(): void {
    this.#account?.shrink(this.size * ADDRESS_RULE_BYTES);
    this.#v4.clear();
    this.#v6.clear();
    this.#v4Prefixes = [];
    this.#v6Prefixes = [];
  }

  /** The rule that decides about an address at `nowMs`, or undefined. */
  find(address: string, nowMs: number): AddressRule | undefined {
    if (this.#v4Prefixes.length > 0) {
      const value = ipv4Value(address.startsWith('::ffff:') ? address.slice(7) : address);
      if (value >= 0) return this.#find4(value, nowMs);
    }
    return this.#v6Prefixes.length > 0 ? this.#find6(address, nowMs) : undefined;
  }

  #find4(value: number, nowMs: number): AddressRule | undefined {
    for (const [prefix] of this.#v4Prefixes) {
      const rule = this.#v4.get(slot4(value, prefix));
      if (rule !== undefined && isLive(rule, nowMs)) return rule;
    }
    return undefined;
  }

  #find6(address: string, nowMs: number): AddressRule | undefined {
    const network = parseNetwork(address);
    if (network?.family !== 6) return undefined;
    for (const [prefix] of this.#v6Prefixes) {
      const rule = this.#v6.get(key6({ ...network, prefix }));
      if (rule !== undefined && isLive(rule, nowMs)) return rule;
    }
    return undefined;
  }
}

function isLive({ expiresAtMs }: AddressRule, nowMs: number): boolean {
  return expiresAtMs === null || expiresAtMs > nowMs;
}

/** The block's number beside its prefix length, in one safe integer. */
function slot4(value: number, prefix: number): number {
  return prefix * IPV4_SPAN + Math.floor(value / 2 ** (32 - prefix));
}

const key4 = ({ value, prefix }: Network): number => slot4(Number(value), prefix);
const key6 = ({ value, prefix }: Network): string => `${prefix}:${blockOf(value, 6, prefix)}`;
