import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpErrors } from './http.errors.ts';

/** Answers a record's version as its ETag. */
export function answerVersion(reply: FastifyReply, version: number): void {
  reply.header('etag', `"${version}"`);
}

/**
 * The version a change was made on, from `If-Match`. Throws HTTP_VERSION_MISSING without the
 * header and HTTP_STALE_VERSION for one that is no version of ours.
 */
export function expectedVersion(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw httpErrors.versionMissing();
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim());
  if (!match) throw httpErrors.staleVersion({ detail: `If-Match: ${header.slice(0, 40)}` });
  return Number(match[1]);
}
