import type { RawData, WebSocket } from 'ws';
import type { ClientRequests } from './client-requests.ts';
import type { Connection, GatewaySocket } from './connection.ts';

/** What every socket is listened to with: the same functions for all of them. */
export interface SocketListeners {
  readonly message: (this: WebSocket, data: RawData, isBinary: boolean) => void;
  readonly ping: (this: WebSocket) => void;
  readonly pong: (this: WebSocket) => void;
  readonly close: (this: WebSocket, code: number) => void;
}

/** Makes them; `ended` is told of each connection that is over, with one word why. */
export function socketListeners(
  requests: ClientRequests,
  ended: (connection: Connection, why: string) => void,
): SocketListeners {
  return {
    message(data, isBinary) {
      const connection = connectionOf(this);
      if (connection) requests.hear(connection, data as Buffer, isBinary);
    },
    ping() {
      const connection = connectionOf(this);
      if (!connection) return;
      connection.isAlive = true;
      // The library answers it; a flood of them is one of messages.
      requests.allow(connection);
    },
    pong() {
      const connection = connectionOf(this);
      if (connection) connection.isAlive = true;
    },
    close(code) {
      const connection = connectionOf(this);
      if (connection) ended(connection, connection.endReason ?? whyOf(code));
    },
  };
}

function connectionOf(socket: WebSocket): Connection | null {
  return (socket as GatewaySocket).connection;
}

const brokenProtocol = new Set([1002, 1003, 1007, 1008, 1009]);

function whyOf(code: number): string {
  if (brokenProtocol.has(code)) return 'protocol';
  return code === 1006 ? 'lost' : 'client';
}
