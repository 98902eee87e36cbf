import { RealtimeClient, REALTIME_PATH } from '@lexiflow/contracts';
import type { RealtimeRoom, RoomListener } from '@lexiflow/contracts';

/** Milliseconds the connection stays open without a room: the next screen usually has one. */
const KEPT_MS = 10_000;

let client: RealtimeClient | null = null;
let rooms = 0;
/** Told when the connection is lost. */
const losses = new Set<() => void>();
let closing: number | undefined;

/**
 * Joins a room over the one connection of this page, until the answered function is called; `onLost` is
 * called each time the connection is lost. It is opened for the first room and closed a moment after
 * the last one.
 */
export function joinRoom(
  room: RealtimeRoom,
  listener: RoomListener,
  onLost: () => void,
): () => void {
  window.clearTimeout(closing);
  client ??= open();
  rooms += 1;
  const leave = client.join(room, listener);
  losses.add(onLost);
  return () => {
    leave();
    losses.delete(onLost);
    rooms -= 1;
    if (rooms === 0) closing = window.setTimeout(close, KEPT_MS);
  };
}

function open(): RealtimeClient {
  return new RealtimeClient({
    open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}${REALTIME_PATH}`),
    after: (ms, task) => {
      const timer = window.setTimeout(task, ms);
      return () => window.clearTimeout(timer);
    },
    onState: (isConnected) => {
      if (!isConnected) for (const onLost of losses) onLost();
    },
    // Whoever signs in next needs another connection.
    onSignedOut: () => (client = null),
  });
}

function close(): void {
  client?.close();
  client = null;
}
