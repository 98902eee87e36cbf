import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { CorpusHost, CorpusProgram } from '../program.ts';

class ConnectionPool {
  readonly #idle: Socket[] = [];
  readonly #all = new Set<Socket>();
  readonly #port: number;
  readonly #host: CorpusHost;

  constructor(port: number, host: CorpusHost) {
    this.#port = port;
    this.#host = host;
  }

  query(text: string): Promise<void> {
    const socket = this.#idle.pop() ?? this.#open();
    return new Promise((resolve) => {
      socket.once('data', () => {
        this.#idle.push(socket);
        resolve();
      });
      socket.write(text);
    });
  }

  trim(keep: number): void {
    while (this.#idle.length > keep) this.#idle.shift()?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    this.#host.watch('socket', socket);
    this.#all.add(socket);
    socket.once('close', () => this.#all.delete(socket));
    return socket;
  }
}

/** Queries come in waves; the pool opens what it needs and closes what is idle when the wave is over. */
export const program: CorpusProgram = {
  about: 'pool of real connections that grows with the load and shrinks again',
  verdict: 'benign',
  async start(host) {
    const server = createServer((socket) => {
      socket.on('data', () => setTimeout(() => socket.writable && socket.write('row'), 60));
      socket.on('error', () => socket.destroy());
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const pool = new ConnectionPool((server.address() as AddressInfo).port, host);
    host.keep(pool);
    host.signal.addEventListener('abort', () => {
      server.close();
      pool.trim(0);
    });
    const startedAt = performance.now();
    host.every(25, () => {
      const wave = ((performance.now() - startedAt) % 7_000) / 7_000;
      for (let query = 0; query < Math.round(wave * 10); query++) void pool.query('select 1');
    });
    host.every(1_750, () => pool.trim(4));
  },
};
