import { isIP } from 'node:net';
import { namesOf } from './variable.ts';
import type { Naming, Variable } from './variable.ts';

/** Free text of bounded length; control characters are refused. */
export function text<D extends string | null>(
  options: Naming & { readonly default: D; readonly maxLength: number },
): Variable<string | D> {
  return {
    names: namesOf(options.name),
    kind: 'text',
    unit: null,
    accepts: `text of 1 to ${options.maxLength} characters`,
    fallback: options.default,
    isSecret: false,
    meaning: options.meaning,
    parse: (value) =>
      value.length <= options.maxLength && !hasControlCharacter(value) ? { value } : null,
  };
}

/** A secret of printable characters without spaces; its value never appears in a message. */
export function secret(
  options: Naming & { readonly minLength: number; readonly maxLength: number },
): Variable<string | null> {
  const { minLength, maxLength } = options;
  return {
    names: namesOf(options.name),
    kind: 'text',
    unit: null,
    accepts: `${minLength} to ${maxLength} printable characters without spaces`,
    fallback: null,
    isSecret: true,
    meaning: options.meaning,
    parse: (value) =>
      value.length >= minLength && value.length <= maxLength && /^[!-~]+$/.test(value)
        ? { value }
        : null,
  };
}

/** One sender of email, `Name <name@host>` or `name@host`. */
export function sender(options: Naming & { readonly maxLength: number }): Variable<string | null> {
  return {
    names: namesOf(options.name),
    kind: 'text',
    unit: null,
    accepts: 'address of the form name@host, or Name <name@host>',
    fallback: null,
    isSecret: false,
    meaning: options.meaning,
    parse: (value) =>
      value.length <= options.maxLength && !hasControlCharacter(value) && isSender(value)
        ? { value }
        : null,
  };
}

function isSender(value: string): boolean {
  const address = /^[^<>]*<([^<>]+)>$/.exec(value)?.[1] ?? value;
  return /^[A-Za-z0-9_'+.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(address);
}

/** An absolute address with one of the given protocols (written with their colon, `postgres:`). */
export function url(
  options: Naming & { readonly protocols: readonly string[]; readonly isSecret?: boolean },
): Variable<string | null> {
  return {
    names: namesOf(options.name),
    kind: 'url',
    unit: null,
    accepts: `address that starts with ${options.protocols.map((p) => `${p}//`).join(' or ')}`,
    fallback: null,
    isSecret: options.isSecret ?? false,
    meaning: options.meaning,
    parse(value) {
      const parsed = URL.canParse(value) ? new URL(value) : null;
      return parsed !== null && options.protocols.includes(parsed.protocol) ? { value } : null;
    },
  };
}

const MAX_KEYS = 8;

/** A key of 32 bytes, in base64, under the id that stands with what it encrypted. */
export interface NamedKey {
  readonly id: string;
  readonly base64: string;
}

/** Keys as `id:base64`, comma-separated, each of 32 bytes; the values never appear in a message. */
export function keyList(options: Naming): Variable<readonly NamedKey[]> {
  return {
    names: namesOf(options.name),
    kind: 'list',
    unit: null,
    accepts: `id:key, comma-separated, at most ${MAX_KEYS}; a key is 32 bytes in base64`,
    fallback: [],
    isSecret: true,
    meaning: options.meaning,
    parse(value) {
      const keys = value.split(',').map((part) => keyOf(part.trim()));
      const ids = new Set(keys.map((key) => key?.id));
      if (keys.length > MAX_KEYS || ids.size !== keys.length) return null;
      return keys.every((key) => key !== null) ? { value: keys } : null;
    },
  };
}

function keyOf(part: string): NamedKey | null {
  const [, id, base64] = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/.exec(part) ?? [];
  if (id === undefined || base64 === undefined) return null;
  return Buffer.from(base64, 'base64').length === 32 ? { id, base64 } : null;
}

const MAX_ADDRESSES = 64;

/** A comma-separated list of IP addresses or CIDR networks, or the word `loopback`; at most 64. */
export function addressList(options: Naming): Variable<readonly string[]> {
  return {
    names: namesOf(options.name),
    kind: 'list',
    unit: null,
    accepts: `IP addresses, CIDR networks or "loopback", comma-separated, at most ${MAX_ADDRESSES}`,
    fallback: [],
    isSecret: false,
    meaning: options.meaning,
    parse(value) {
      const parts = value.split(',').map((part) => part.trim());
      return parts.length <= MAX_ADDRESSES && parts.every(isAddress) ? { value: parts } : null;
    },
  };
}

/** A comma-separated list of whole numbers from 0 to `max`, at least one. */
export function integerList(
  options: Naming & {
    readonly default: readonly number[];
    readonly max: number;
    readonly maxEntries: number;
    readonly unit: string;
  },
): Variable<readonly number[]> {
  const { max, maxEntries, unit } = options;
  return {
    names: namesOf(options.name),
    kind: 'list',
    unit,
    accepts: `1 to ${maxEntries} whole numbers, 0 to ${max} ${unit}, comma-separated`,
    fallback: options.default,
    isSecret: false,
    meaning: options.meaning,
    parse(value) {
      const parts = value.split(',').map((part) => part.trim());
      if (parts.length > maxEntries || !parts.every((part) => /^\d{1,9}$/.test(part))) return null;
      const numbers = parts.map(Number);
      return numbers.every((number) => number <= max) ? { value: numbers } : null;
    },
  };
}

const HOST = /^\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*$|^[0-9a-f:]+$/i;

/** A comma-separated list of host names, `.example.com` for all names below it; at most 64. */
export function hostList(options: Naming): Variable<readonly string[]> {
  return {
    names: namesOf(options.name),
    kind: 'list',
    unit: null,
    accepts: `host names, comma-separated, at most ${MAX_ADDRESSES}`,
    fallback: [],
    isSecret: false,
    meaning: options.meaning,
    parse(value) {
      const parts = value.split(',').map((part) => part.trim());
      const fit = parts.every((part) => part.length <= 253 && HOST.test(part));
      return parts.length <= MAX_ADDRESSES && fit ? { value: parts } : null;
    },
  };
}

function isAddress(part: string): boolean {
  if (part === 'loopback') return true;
  const [address = '', bits, ...rest] = part.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

function hasControlCharacter(value: string): boolean {
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32 || code === 127) return true;
  }
  return false;
}
