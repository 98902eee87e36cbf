import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { RealtimeMessage } from '@lexiflow/contracts';
import { REALTIME_PATH } from '@lexiflow/contracts';
import { WebSocket, type ClientOptions } from 'ws';

type MessageOf<Type extends RealtimeMessage['type']> = Extract<
  RealtimeMessage,
  { readonly type: Type }
>;

/** How the server answered a request for a socket. */
export interface HandshakeAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
}

/** How the server ended a socket. */
export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

/** The real client library with what it heard, for tests. */
export class TestSocket implements Disposable {
  readonly ws: WebSocket;
  readonly heard: RealtimeMessage[] = [];
  end: SocketEnd | null = null;

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString()) as RealtimeMessage);
    });
    ws.on('close', (code, reason) => (this.end = { code, reason: reason.toString() }));
    ws.on('error', () => undefined);
  }

  /** Opens a socket with a bearer token; resolves when the handshake is done. */
  static async open(
    url: string,
    token: string | null,
    options: ClientOptions = {},
  ): Promise<TestSocket> {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const ws = new WebSocket(url.replace(/^http/, 'ws') + REALTIME_PATH, {
      ...options,
      headers: { ...headers, ...options.headers },
    });
    const socket = new TestSocket(ws);
    await once(ws, 'open');
    return socket;
  }

  /** The status with which the handshake is refused. */
  static async refused(url: string, options: ClientOptions): Promise<number> {
    return (await TestSocket.answer(url, options)).statusCode;
  }

  /** The answer to a handshake, after which the socket is cut: 101 when it was taken in. */
  static async answer(url: string, options: ClientOptions): Promise<HandshakeAnswer> {
    const ws = new WebSocket(url.replace(/^http/, 'ws') + REALTIME_PATH, options);
    const answer = await new Promise<HandshakeAnswer>((resolve, reject) => {
      ws.once('upgrade', ({ headers }) => resolve({ statusCode: 101, headers }));
      ws.once('unexpected-response', (_request, { statusCode = 0, headers }) =>
        resolve({ statusCode, headers }),
      );
      ws.once('error', reject);
    });
    ws.on('error', () => undefined);
    ws.terminate();
    return answer;
  }

  send(message: unknown): void {
    this.ws.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first message of a type that was heard, or will be within the poll's deadline. */
  async next<Type extends RealtimeMessage['type']>(
    type: Type,
    matches: (message: MessageOf<Type>) => boolean = () => true,
  ): Promise<MessageOf<Type>> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const found = this.of(type).find(matches);
      if (found) return found;
      if (Date.now() > deadline || this.end !== null)
        throw new Error(
          `no ${type}; ended ${JSON.stringify(this.end)}, heard ${JSON.stringify(this.heard).slice(0, 2000)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** What was heard of a type so far. */
  of<Type extends RealtimeMessage['type']>(type: Type): MessageOf<Type>[] {
    return this.heard.filter((message): message is MessageOf<Type> => message.type === type);
  }

  /** Joins a room and waits until it is in. */
  async join(room: string, since?: number): Promise<MessageOf<'joined'>> {
    const before = this.of('joined').length;
    this.send({ type: 'join', room, ...(since === undefined ? {} : { since }) });
    return await this.next(
      'joined',
      (message) => message.room === room && this.of('joined').indexOf(message) >= before,
    );
  }

  /** Waits until the server has answered a ping: everything sent before was heard. */
  async settle(): Promise<void> {
    const before = this.of('pong').length;
    this.send({ type: 'ping' });
    await this.next('pong', (message) => this.of('pong').indexOf(message) >= before);
  }

  /** How the server ended it, within the deadline. */
  async ended(): Promise<SocketEnd> {
    const deadline = Date.now() + 20_000;
    while (this.end === null && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.end === null) throw new Error('the socket is still open');
    return this.end;
  }

  [Symbol.dispose](): void {
    this.ws.terminate();
  }
}
