import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { endWhenStalled } from './end-when-stalled.ts';

describe('endWhenStalled', () => {
  let server: Server;
  let client: Socket;

  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  const open = async (answer: (response: ServerResponse) => void): Promise<void> => {
    server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    client = connect(port, '127.0.0.1');
    client.on('error', () => undefined);
    client.write('GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n');
  };

  it('cuts off a client that stops reading and closes the source of the stream', async () => {
    const piece = Buffer.alloc(64 * 1024);
    const endless = new Readable({ read: () => endless.push(piece) });
    await open((response) => {
      endWhenStalled(response, 100);
      response.on('close', () => endless.destroy());
      endless.pipe(response);
    });
    client.pause();
    await expect.poll(() => endless.destroyed, { timeout: 10_000 }).toBe(true);
  });

  it('lets an answer be silent as long as its client has taken all of it', async () => {
    await open((response) => {
      endWhenStalled(response, 20);
      response.write('begin ');
      setTimeout(() => response.end('end'), 300);
    });
    const pieces: Buffer[] = [];
    for await (const piece of client) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces).toString()).toMatch(/begin[^]*end/);
  });
});
