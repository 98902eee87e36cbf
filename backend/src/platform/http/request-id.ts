import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { httpLimits } from './http.limits.ts';

const ACCEPTED = /^[\w.:+/=-]+$/;

/**
 * Makes the function that names requests: an inbound `x-request-id` of printable token characters
 * is kept, so that a trace goes through proxies; anything else gets a name of our own,
 * unique per process and cheap to make.
 */
export function requestIds(prefix = randomBytes(6).toString('base64url')) {
  let count = 0;
  return (request: IncomingMessage): string => {
    const inbound = request.headers['x-request-id'];
    if (
      typeof inbound === 'string' &&
      inbound.length <= httpLimits.requestIdLength &&
      ACCEPTED.test(inbound)
    ) {
      return inbound;
    }
    count = count === 0x7fffffff ? 1 : count + 1;
    return `${prefix}-${count.toString(36)}`;
  };
}
