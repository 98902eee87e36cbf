import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One message as the receiver got it. */
export interface ReceivedMessage {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
  /** Status it was answered with. */
  status: number;
}

/** How a receiver answers: a status, or whatever the function does with the response. */
export type ReceiverAnswer =
  number | ((response: ServerResponse, message: ReceivedMessage) => void);

/** A receiver of webhooks on a port of this machine, which keeps all it gets. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly messages: ReceivedMessage[];
  answer: ReceiverAnswer;
  /** The messages of one type, oldest first. */
  of(type: string): ReceivedMessage[];
}

/** Starts a receiver that accepts everything until told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const messages: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      const { type } = JSON.parse(body) as { type: string };
      const id = String(request.headers['webhook-id']);
      const message = { id, headers: request.headers, body, type, status: 0 };
      messages.push(message);
      const { answer } = receiver;
      if (typeof answer === 'function') return answer(response, message);
      message.status = answer;
      response.writeHead(answer).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    messages,
    answer: 200,
    of: (type) => messages.filter((message) => message.type === type),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

/** Settings under which a test server delivers to this machine, and tries again without a wait. */
export const receiverEnv = {
  OUTBOUND_ALLOWED_ADDRESSES: 'loopback',
  WEBHOOK_ALLOW_HTTP: 'true',
  WEBHOOK_RETRY_DELAYS_SECONDS: '0,0,0',
  WEBHOOK_TIMEOUT_MS: '5000',
  INTEGRATION_KEYS: `test:${Buffer.alloc(32, 9).toString('base64')}`,
} as const;
