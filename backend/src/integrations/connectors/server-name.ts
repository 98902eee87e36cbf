import { isIP } from 'node:net';

/**
 * The name that the certificate of a checked address must be for, as TLS options. TLS knows no name for
 * a host that is given as an address (RFC 6066): its certificate must hold the address.
 */
export function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}
