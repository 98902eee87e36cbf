import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ChatGateway {
  readonly #sockets = new Set<Socket>();
  readonly #names = new WeakMap<Socket, string>();

  join(socket: Socket, greeting: string): void {
    this.#sockets.add(socket);
    this.#names.set(socket, greeting);
    socket.on('data', (text) => this.#tell(socket, text));
    socket.on('error', () => socket.destroy());
  }

  #tell(from: Socket, text: Buffer): void {
    for (const socket of this.#sockets) {
      if (socket === from && socket.writable) socket.write(text);
    }
  }
}

/** Sockets join on connection and are never taken out when they close. */
export const program: CorpusProgram = {
  about: 'Set of sockets that closed ones stay in',
  verdict: 'leak',
  culprit: { holder: 'ChatGateway.#sockets' },
  async start(host) {
    const gateway = new ChatGateway();
    host.keep(gateway);
    const server = createServer((socket) => {
      host.watch('socket', socket);
      gateway.join(socket, textOf(8_000));
    });
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    host.signal.addEventListener('abort', () => server.close());
    const { port } = server.address() as AddressInfo;
    host.every(25, () => {
      const client = connect(port, '127.0.0.1', () => client.write('hello'));
      client.once('data', () => client.end());
      client.on('error', () => client.destroy());
    });
  },
};
