import type { EventEmitter } from 'node:events';

const key = Symbol('lexiflow:memory:connection-end');

interface Watched extends EventEmitter {
  [key]?: (() => void)[];
}

/** Calls `task` when the connection closes. One listener for all: many of them would look like a leak. */
export function onConnectionEnd(socket: EventEmitter, task: () => void): void {
  const watched = socket as Watched;
  if (watched[key] !== undefined) return void watched[key].push(task);
  const tasks = (watched[key] = [task]);
  watched.once('close', () => {
    for (const each of tasks) each();
  });
}
