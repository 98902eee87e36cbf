import type { ServerResponse } from 'node:http';
import { httpLimits } from '../http.limits.ts';

/**
 * Cuts the connection of an answer when bytes wait to be read by its client and none was taken for
 * `idleMs`: a stalled reader must not hold the source of a stream open. The server's own silence,
 * with nothing written that is not taken, ends nothing.
 */
export function endWhenStalled(
  answer: ServerResponse,
  idleMs: number = httpLimits.answerIdleMs,
): void {
  const { socket } = answer;
  // Node ends a connection whose time is over unless somebody listens here.
  answer.setTimeout(idleMs, () => {
    if (socket !== null && socket.writableLength > 0) socket.destroy();
  });
}
