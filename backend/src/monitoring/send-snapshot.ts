import type { Readable } from 'node:stream';
import { snapshotQuery } from '@lexiflow/contracts';
import type { FastifyReply } from 'fastify';

/** What the routes that send one say of it. */
export const snapshotAnswer = {
  summary: 'Streams a heap snapshot, texts as lengths unless redact=false; 507 without headroom',
  query: snapshotQuery,
  produces: 'application/octet-stream',
} as const;

/** Streams a heap snapshot as a file that Chrome DevTools opens. */
export function sendSnapshot(reply: FastifyReply, stream: Readable): FastifyReply {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  return reply
    .header('content-disposition', `attachment; filename="lexiflow-${stamp}.heapsnapshot"`)
    .header('cache-control', 'no-store')
    .type('application/octet-stream')
    .send(stream);
}
