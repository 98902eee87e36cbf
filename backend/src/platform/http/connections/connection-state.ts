import type { Socket } from 'node:net';

const state = Symbol('lexiflow:connection');

/** What the server knows of one open connection. */
export interface ConnectionState {
  /** Monotonic milliseconds since it waits for a request; Infinity while it has one. */
  idleSinceMs: number;
  /** False when the budget had no room for it: it ends with its next answer. */
  readonly isCharged: boolean;
  /** Takes it out of the book, charge and all. */
  readonly forget: () => void;
}

interface Marked {
  [state]?: ConnectionState | undefined;
}

/** The state of a connection; undefined for one that is not in the book (injected requests). */
export function connectionState(socket: Socket): ConnectionState | undefined {
  return (socket as Marked)[state];
}

/** Ties its state to a connection. */
export function setConnectionState(socket: Socket, made: ConnectionState): void {
  (socket as Marked)[state] = made;
}

/** Takes over a connection that speaks another protocol from now on: its new holder charges it. */
export function handOverConnection(socket: Socket): void {
  connectionState(socket)?.forget();
  // Not deleted: V8 would keep the socket's fields in a table from then on, 2.7 KB more each.
  (socket as Marked)[state] = undefined;
}
