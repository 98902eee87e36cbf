import { outboundFailure } from '../../platform/outbound/outbound-failure.ts';
import type { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { integrationErrors } from '../integrations.errors.ts';

/**
 * Throws INTEGRATION_PLAIN_REFUSED for an unencrypted connection to an address that the operator did
 * not name; rejects with an OUTBOUND_ error for a host that cannot be used at all.
 */
export async function requireEncryption(guard: OutboundGuard, host: string): Promise<void> {
  const { address } = await guard.resolve(host);
  if (!guard.isNamed(address)) throw integrationErrors.plainRefused(`to ${host}`);
}

/** The parsed address, https or on a network that the operator named. Rejects like `requireEncryption`. */
export async function requireWebAddress(guard: OutboundGuard, address: string): Promise<URL> {
  const url = guard.checkUrl(address, ['https:', 'http:']);
  if (url.protocol === 'http:') {
    await requireEncryption(guard, url.hostname).catch((error: unknown) => {
      throw outboundFailure(error, url.host, 'dns');
    });
  }
  return url;
}
