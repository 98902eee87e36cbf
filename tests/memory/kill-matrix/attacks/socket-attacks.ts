import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Attack, AttackContext } from './attack.ts';

const MIB = 1024 * 1024;

/** Keeps `count` sockets at work until the attack ends: one that ends is followed by another. */
async function sockets(
  { port, signal, tally }: AttackContext,
  count: number,
  work: (socket: Socket) => Promise<void>,
): Promise<void> {
  const one = async (): Promise<void> => {
    while (!signal.aborted) {
      const socket = connect(port, '127.0.0.1');
      const closed = new Promise<void>((resolve) => socket.once('close', resolve));
      socket.on('error', () => tally.failed++);
      const onAbort = (): void => void socket.destroy();
      signal.addEventListener('abort', onAbort, { once: true });
      await Promise.race([work(socket).catch(() => undefined), closed]);
      socket.destroy();
      signal.removeEventListener('abort', onAbort);
      if (!signal.aborted) await wait(100);
    }
  };
  await Promise.all(Array.from({ length: Math.round(count) }, one));
}

/** Counts the answer by the first bytes of it. */
async function countAnswer(socket: Socket, { tally }: AttackContext): Promise<void> {
  const [head] = (await new Promise((resolve) => {
    socket.once('data', (piece: Buffer) => resolve([piece]));
    socket.once('close', () => resolve([Buffer.alloc(0)]));
  })) as [Buffer];
  const status = Number(head.toString('latin1', 9, 12));
  if (status >= 101 && status < 400) tally.served++;
  else if (status === 503 || status === 429) tally.refused++;
  else if (status >= 400) tally.rejected++;
}

/** The attacks that need a socket of their own. */
export const socketAttacks: readonly Attack[] = [
  {
    name: 'slow-websocket-readers',
    about: '100 WebSockets that never read what they subscribed to, 120 KB each 50 ms',
    run: (context) =>
      sockets(context, 100, async (socket) => {
        socket.write(
          'GET /feed HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
            `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
        );
        await countAnswer(socket, context);
        socket.pause();
        // A paused socket does not notice that the other side has gone, and the kernel takes the first
        // megabytes of what is sent to it.
        await wait(8000, undefined, { signal: context.signal });
      }),
  },
  {
    name: 'slow-upload',
    about: 'uploads of 2 MB that arrive 32 KB at a time, ten times a second',
    run: (context) =>
      sockets(context, 150 * context.scale, async (socket) => {
        const piece = randomBytes(32 * 1024);
        socket.write(
          'POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n' +
            `Content-Length: ${2 * MIB}\r\n\r\n`,
        );
        const answered = countAnswer(socket, context);
        for (let sent = 0; sent < 2 * MIB && !socket.destroyed; sent += piece.length) {
          socket.write(piece);
          await Promise.race([answered, wait(100)]);
        }
        await answered;
      }),
  },
];
