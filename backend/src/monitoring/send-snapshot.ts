import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Streams a heap snapshot as a file that Chrome DevTools opens. */
export function sendSnapshot(reply: FastifyReply, stream: Readable): FastifyReply {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  return reply
    .header('content-disposition', `attachment; filename="lexiflow-${stamp}.heapsnapshot"`)
    .header('cache-control', 'no-store')
    .type('application/octet-stream')
    .send(stream);
}
