import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from '../../platform/http/viewer.ts';
import { SESSION_LIFE_MS } from '../auth.limits.ts';

/** Sets the session's cookie: out of reach of scripts and other sites, bound to TLS when it came over it. */
export function answerSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.header('set-cookie', cookie(token, Math.floor(SESSION_LIFE_MS / 1000), isTls(request)));
}

/** Removes the session's cookie. */
export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookie('', 0, isTls(request)));
}

// Fastify takes X-Forwarded-Proto into account only when it comes from a trusted proxy.
const isTls = (request: FastifyRequest): boolean => request.protocol === 'https';

function cookie(value: string, maxAgeSeconds: number, isSecure: boolean): string {
  const parts = [
    `${SESSION_COOKIE}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${maxAgeSeconds}`,
  ];
  if (isSecure) parts.push('Secure');
  return parts.join('; ');
}
