import type { IncomingMessage } from 'node:http';

/** How much of an unwanted body is read, and how long, before the connection is cut. */
export interface Linger {
  readonly bytes: number;
  readonly ms: number;
}

/**
 * Reads and drops what is left of a request body after its answer, so that the client gets to read
 * the answer, and hangs up after `bytes` or `ms`. Does nothing for a complete request.
 */
export function discardRest(request: IncomingMessage, { bytes, ms }: Linger): void {
  if (request.complete || request.destroyed) return;
  let dropped = 0;
  // Taken now: a message that was destroyed has no socket any more.
  const { socket } = request;
  const hangUp = () => void socket.destroy();
  const timer = setTimeout(hangUp, ms).unref();
  request
    .on('data', (piece: Buffer) => {
      dropped += piece.length;
      if (dropped > bytes) hangUp();
    })
    .on('close', () => clearTimeout(timer))
    .on('end', () => clearTimeout(timer))
    .on('error', hangUp)
    .resume();
}
