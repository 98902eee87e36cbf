import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { SESSION_COOKIE } from '../viewer.ts';

/** What a request shows to be let in, and whether a browser sent it by itself. */
export interface Credential {
  readonly token: string;
  readonly isCookie: boolean;
}

const MAX_TOKEN_LENGTH = 1024;

/** The bearer token of a request, else its session cookie, else null. */
export function credentialOf(headers: IncomingHttpHeaders): Credential | null {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const token = bearerToken(authorization);
    return token === null ? null : { token, isCookie: false };
  }
  const { cookie } = headers;
  if (cookie === undefined) return null;
  const token = cookieValue(cookie, SESSION_COOKIE);
  return token === null ? null : { token, isCookie: true };
}

function bearerToken(header: string): string | null {
  if (header.length > MAX_TOKEN_LENGTH + 7 || header.slice(0, 7).toLowerCase() !== 'bearer ') {
    return null;
  }
  const token = header.slice(7).trim();
  return token === '' ? null : token;
}

/** The value of one cookie; a quoted value loses its quotes. */
export function cookieValue(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (equals === -1 || part.slice(0, equals).trim() !== name) continue;
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    return value === '' || value.length > MAX_TOKEN_LENGTH ? null : value;
  }
  return null;
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** True when the request came from this machine itself and no proxy passed it on. */
export function isLoopback(request: IncomingMessage): boolean {
  return loopback.has(request.socket.remoteAddress ?? '') && !isPassedOn(request);
}

/** True when a proxy says that it passed the request on. */
export function isPassedOn({ headers }: IncomingMessage): boolean {
  return (
    headers['x-forwarded-for'] !== undefined ||
    headers.forwarded !== undefined ||
    headers['x-real-ip'] !== undefined
  );
}
