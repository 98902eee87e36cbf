import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a token is for; its first letters, so that a leaked one can be recognised. */
export type TokenKind = 'lxs' | 'lxk' | 'lxu' | 'lxl' | 'lxr';

const shape = /^(lxs|lxk|lxu|lxl|lxr)_[A-Za-z0-9_-]{43}$/;

/** A new token: 256 random bits behind its kind (session, API key, setup link, local, reset link). */
export function newToken(kind: TokenKind): string {
  return `${kind}_${randomBytes(32).toString('base64url')}`;
}

/** The kind of a well-formed token, or null for anything else. */
export function tokenKind(token: string): TokenKind | null {
  return (shape.exec(token)?.[1] as TokenKind | undefined) ?? null;
}

/** SHA-256 of a token: what is stored. A random 256-bit token needs no slow hash. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** The same hash as text: what a viewer is remembered under. */
export function tokenKey(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Compares two secrets in a time that tells nothing about where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}
