import type { FastifyRequest } from 'fastify';
import type { Authenticator, Viewer } from '../viewer.ts';
import { credentialOf, isLoopback } from './credential.ts';

/**
 * Asks again whom the token of a request stands for: for work that lasts longer than a credential
 * is believed. Answers at once, without the database, within a few seconds of the last time.
 */
export function viewerNow(
  { raw, ip }: FastifyRequest,
  authenticator: Authenticator,
): () => Viewer | null | Promise<Viewer | null> {
  const token = credentialOf(raw.headers)?.token;
  const from = { address: ip, isLoopback: isLoopback(raw) };
  if (token === undefined) return () => null;
  return () => authenticator.recall(token) ?? authenticator.authenticate(token, from);
}
