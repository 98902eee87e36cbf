import { connect } from 'node:net';

/** How a raw request is sent. */
export interface RawOptions {
  /** Milliseconds without an answer after which the connection is given up. */
  readonly waitMs?: number;
  /** Closes the sending side after the bytes. */
  readonly isEnded?: boolean;
}

/** Sends bytes as they are to a server and answers all it sends until it closes or falls silent. */
export function rawRequest(
  url: string,
  bytes: string | Buffer,
  { waitMs = 3000, isEnded = false }: RawOptions = {},
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      if (isEnded) socket.end(bytes);
      else socket.write(bytes);
    });
    const finish = () => {
      socket.destroy();
      resolve(Buffer.concat(pieces).toString('utf8'));
    };
    socket.setTimeout(waitMs, finish);
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('close', finish).on('error', finish);
  });
}
