import type { Server } from 'node:http';
import type { Account, Governor } from '@lexiflow/memory';
import { WebSocketServer, type WebSocket } from 'ws';

/** What an open socket holds before anything is sent. */
const SOCKET_BYTES = 32 * 1024;
/** A reader that is further behind than this is closed: it will not catch up. */
const BEHIND_BYTES = 512 * 1024;

/** A feed whose unsent bytes are on each socket's own account; who does not read loses the place. */
export function carefulFeed(server: Server, governor: Governor): void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const accounts = new Map<WebSocket, Account>();
  server.on('upgrade', (request, socket, head) => {
    const account = governor.openAccount('realtime', 'feed', {
      limitBytes: SOCKET_BYTES + BEHIND_BYTES,
    });
    if (!account.grow(SOCKET_BYTES)) {
      account.close();
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n\r\n');
      return;
    }
    socket.on('error', () => undefined);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      accounts.set(opened, account);
      opened.on('error', () => undefined);
      opened.on('close', () => {
        accounts.delete(opened);
        account.shrink(account.usedBytes);
        account.close();
      });
    });
  });
  setInterval(() => {
    for (const [socket, account] of accounts) {
      const text = `${Math.random()} `.repeat(6500);
      if (!account.grow(text.length)) socket.terminate();
      else socket.send(text, () => account.isClosed || account.shrink(text.length));
    }
  }, 50).unref();
}
