import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CorpusHost } from './program.ts';

/** A client of this process's own server. */
export interface Loopback {
  readonly port: number;
  /** Sends a request and answers the body of the response as text. */
  ask(path: string, options?: RequestOptions, body?: string | Buffer): Promise<string>;
}

/** Answers one request. */
export type Handle = (incoming: IncomingMessage, outgoing: ServerResponse) => void | Promise<void>;

/** Serves on a spare loopback port; every request is watched as the hook of a framework would. */
export async function serveLoopback(host: CorpusHost, handle: Handle): Promise<Loopback> {
  const server = createServer((incoming, outgoing) => {
    host.watch('request', incoming);
    void handle(incoming, outgoing);
  });
  // The client must never take up a connection that the server is about to close.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const client = loopbackClient(host, (server.address() as AddressInfo).port);
  host.signal.addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
  });
  return client;
}

/** A client with kept-alive connections to a loopback port. */
export function loopbackClient(host: CorpusHost, port: number): Loopback {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  host.signal.addEventListener('abort', () => agent.destroy());
  return {
    port,
    ask: (path, options = {}, body) =>
      new Promise((resolve, reject) => {
        const outgoing = request(
          { host: '127.0.0.1', port, path, agent, ...options },
          (response) => {
            let text = '';
            response.setEncoding('latin1');
            response.on('data', (part: string) => (text += part));
            response.on('end', () => resolve(text));
          },
        );
        outgoing.once('error', reject);
        outgoing.end(body);
      }),
  };
}

/** The body of a request as text. */
export async function bodyOf(incoming: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('latin1');
}
