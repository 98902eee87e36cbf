import type { ServerResponse } from 'node:http';
import { onConnectionEnd } from './connection-end.ts';

/** What of a response tells its end. */
export type Endable = Pick<
  ServerResponse,
  'on' | 'destroyed' | 'writableFinished' | 'socket' | 'req'
>;

/** Whether a response is over, sent or cut off. */
export function isOver(response: Endable): boolean {
  const { destroyed, writableFinished, socket, req } = response;
  return destroyed || writableFinished || (socket === null && req.socket.destroyed);
}

/** Calls `task` when a response that is not over ends; it may do so twice. */
export function onResponseEnd(response: Endable, task: () => void): void {
  // Not `once`: it makes two more objects for each response, and this one closes but once.
  response.on('close', task);
  if (response.socket !== null) return;
  // Node 22 tells no end of a response that still stood behind others of its connection.
  const takeBack = onConnectionEnd(response.req.socket, task);
  // A connection may outlive any number of its responses.
  response.on('close', takeBack);
}
