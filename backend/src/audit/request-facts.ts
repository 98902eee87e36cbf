import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from './audit-entry.ts';

/** Where a request came from, as audit rows record it. */
export type RequestFacts = Required<Pick<AuditEntry, 'requestId' | 'ip'>>;

/** The facts of one request; the address is the client's own when a trusted proxy names it. */
export function requestFacts(request: FastifyRequest): RequestFacts {
  return { requestId: request.id, ip: request.ip };
}
