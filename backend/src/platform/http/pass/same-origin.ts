import type { IncomingHttpHeaders } from 'node:http';

/** Methods that change nothing, so that a cookie alone may make them. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that a browser sent with its cookie comes from the console's own pages, when
 * it could change something. Trusts `Sec-Fetch-Site` where it is sent and compares `Origin` with
 * `Host` otherwise; a request with neither is refused, because every browser sends one of them.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders): boolean {
  if (safeMethods.has(method)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
