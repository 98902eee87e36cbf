import type { IncomingMessage } from 'node:http';
import { httpLimits } from '../http.limits.ts';

/**
 * Reads and drops what is left of a request body after its answer, so that the client gets to read
 * the answer, and hangs up after `lingerBytes` or `lingerMs`. Does nothing for a complete request.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let dropped = 0;
  // Taken now: a message that was destroyed has no socket any more.
  const { socket } = request;
  const hangUp = () => socket.destroy();
  const timer = setTimeout(hangUp, httpLimits.lingerMs).unref();
  request
    .on('data', (piece: Buffer) => {
      dropped += piece.length;
      if (dropped > httpLimits.lingerBytes) hangUp();
    })
    .on('close', () => clearTimeout(timer))
    .on('end', () => clearTimeout(timer))
    .on('error', hangUp)
    .resume();
}
