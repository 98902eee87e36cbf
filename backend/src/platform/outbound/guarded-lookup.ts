import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressRules } from './address-rules.ts';
import { outboundErrors } from './outbound.errors.ts';
import { outboundLimits } from './outbound.limits.ts';

/** Answers all addresses of a name, as `dns.lookup` with `all` does. */
export type ResolveAll = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const systemResolver: ResolveAll = (host, done) =>
  lookup(host, { all: true, order: 'verbatim' }, done);

/**
 * A `lookup` for sockets that gives out only addresses that the rules allow. The socket connects to
 * the very address that was checked, so a name cannot point elsewhere between check and use. A name
 * with one refused address is refused as a whole.
 */
export function guardedLookup(
  rules: AddressRules,
  resolve: ResolveAll = systemResolver,
): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, found) => {
      if (error !== null) return done(error, '');
      const addresses = found.slice(0, outboundLimits.addressEntries);
      const refused = addresses.find(({ address }) => !rules.allows(address));
      if (refused !== undefined) return done(refusedAddress(host), '');
      const wanted = options.family === 4 || options.family === 6 ? options.family : null;
      const usable = addresses.filter(({ family }) => wanted === null || family === wanted);
      const [first] = usable;
      if (first === undefined) return done(noAddress(host), '');
      if (options.all === true) return done(null, usable);
      done(null, first.address, first.family);
    });
  };
}

/** The refusal of a host by its address. The address itself is not named: it would map the network. */
export function refusedAddress(host: string): Error {
  return outboundErrors.hostRefused(`${host} has an address that is not open to the server`);
}

function noAddress(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} has no usable address`), { code: 'ENOTFOUND' });
}
