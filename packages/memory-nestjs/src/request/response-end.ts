import type { ServerResponse } from 'node:http';
import { onConnectionEnd } from './connection-end.ts';

/** What of a response tells its end. */
export type Endable = Pick<
  ServerResponse,
  'once' | 'destroyed' | 'writableFinished' | 'socket' | 'req'
>;

/** Whether a response is over, sent or cut off. */
export function isOver(response: Endable): boolean {
  const { destroyed, writableFinished, socket, req } = response;
  return destroyed || writableFinished || (socket === null && req.socket.destroyed);
}

/** Calls `task` when a response that is not over ends; it may do so twice. */
export function onResponseEnd(response: Endable, task: () => void): void {
  response.once('close', task);
  if (response.socket !== null) return;
  // Node 22 tells no end of a response that still stood behind others of its connection.
  const takeBack = onConnectionEnd(response.req.socket, task);
  // A connection may outlive any number of its responses.
  response.once('close', takeBack);
}
