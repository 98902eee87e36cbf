import type { EventEmitter } from 'node:events';

const key = Symbol('lexiflow:memory:connection-end');

interface Watched extends EventEmitter {
  [key]?: Set<() => void>;
}

/**
 * Calls `task` when the connection closes; answers the function that takes it back. One listener for all:
 * many of them would look like a leak.
 */
export function onConnectionEnd(socket: EventEmitter, task: () => void): () => void {
  const watched = socket as Watched;
  let tasks = watched[key];
  if (tasks === undefined) {
    const added = (tasks = watched[key] = new Set());
    watched.once('close', () => {
      for (const each of added) each();
    });
  }
  const held = tasks.add(task);
  return () => void held.delete(task);
}
