import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { AddressRules } from './address-rules.ts';
import { guardedLookup, refusedAddress } from './guarded-lookup.ts';
import type { ResolveAll } from './guarded-lookup.ts';
import { outboundErrors } from './outbound.errors.ts';
import { outboundLimits } from './outbound.limits.ts';

/** What the operator allows beyond public addresses, and the hosts it is narrowed to. */
export interface OutboundRules {
  readonly allowedAddresses: readonly string[];
  /** Host names; one that starts with a dot stands for all names below it. Empty: every name. */
  readonly allowedHosts: readonly string[];
}

/** An address that was checked and may be connected to; the name is for TLS. */
export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly host: string;
}

/**
 * The one way out of the server. Whatever connects to another machine takes its agents, its `lookup`
 * or an address it has checked; see docs/design/021-integrations.md for what is refused and why.
 */
export class OutboundGuard implements Disposable {
  /** For everything that takes a `lookup`: sockets, agents, clients. It refuses by throwing HOST_REFUSED. */
  readonly lookup: LookupFunction;
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  readonly #rules: AddressRules;
  readonly #hosts: readonly string[];

  constructor({ allowedAddresses, allowedHosts }: OutboundRules, resolve?: ResolveAll) {
    this.#rules = new AddressRules(allowedAddresses);
    this.#hosts = allowedHosts.map((host) => host.toLowerCase());
    const checked = guardedLookup(this.#rules, resolve);
    this.lookup = (host, options, done) =>
      this.#isListed(host) ? checked(host, options, done) : done(notListed(host), '');
    const options = {
      lookup: this.lookup,
      keepAlive: true,
      maxSockets: outboundLimits.socketsPerHostEntries,
      maxTotalSockets: outboundLimits.socketEntries,
      maxFreeSockets: outboundLimits.idleSocketEntries,
      timeout: outboundLimits.idleMs,
    };
    this.httpAgent = new HttpAgent(options);
    this.httpsAgent = new HttpsAgent(options);
  }

  /**
   * The parsed address, when the server may send to it: https (or another protocol that the caller names,
   * with its colon), no user name in it, a host that is listed and, when it is an address, allowed. A name
   * is checked again when it is connected to. Throws OUTBOUND_URL_INVALID or OUTBOUND_HOST_REFUSED.
   */
  checkUrl(text: string | URL, protocols: readonly string[] = ['https:']): URL {
    const whole = String(text);
    if (whole.length > outboundLimits.urlBytes || !URL.canParse(whole)) {
      throw outboundErrors.urlInvalid('not an absolute address, or too long');
    }
    const url = new URL(whole);
    if (!protocols.includes(url.protocol)) {
      const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
      throw outboundErrors.urlInvalid(`the address must start with ${wanted}`);
    }
    if (url.username !== '' || url.password !== '') {
      throw outboundErrors.urlInvalid('the address holds a user name or password');
    }
    this.checkHost(bare(url.hostname));
    return url;
  }

  /** Throws OUTBOUND_HOST_REFUSED for a host that is not listed or is an address that is not allowed. */
  checkHost(host: string): void {
    if (!this.#isListed(host)) throw notListed(host);
    if (isIP(host) !== 0 && !this.#rules.allows(host)) throw refusedAddress(host);
  }

  /**
   * An address of the host to connect to, for clients that take no `lookup`: they must be given this
   * address, and the name only for TLS. Rejects with OUTBOUND_HOST_REFUSED or the resolver's error.
   */
  resolve(host: string): Promise<CheckedAddress> {
    const plain = bare(host);
    this.checkHost(plain);
    const literal = isIP(plain);
    if (literal !== 0) {
      return Promise.resolve({ address: plain, family: literal === 4 ? 4 : 6, host: plain });
    }
    return new Promise((resolve, reject) => {
      this.lookup(plain, {}, (error, address, family) => {
        if (error !== null || typeof address !== 'string')
          return reject(error ?? refusedAddress(plain));
        resolve({ address, family: family === 6 ? 6 : 4, host: plain });
      });
    });
  }

  /** Whether the operator named this address: it is on a network of the firm's own. */
  isNamed(address: string): boolean {
    return this.#rules.names(address);
  }

  [Symbol.dispose](): void {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }

  #isListed(host: string): boolean {
    if (this.#hosts.length === 0) return true;
    const name = host.toLowerCase().replace(/\.$/, '');
    return this.#hosts.some((known) =>
      known.startsWith('.') ? name.endsWith(known) : name === known,
    );
  }
}

function notListed(host: string): Error {
  return outboundErrors.hostRefused(`${host} is not among OUTBOUND_ALLOWED_HOSTS`);
}

/** An IPv6 address stands in brackets in a URL. */
function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
