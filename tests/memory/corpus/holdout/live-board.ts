import { get, type ServerResponse } from 'node:http';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';

class LiveBoard {
  readonly #viewers = new Set<ServerResponse>();

  show(viewer: ServerResponse): void {
    viewer.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#viewers.add(viewer);
    viewer.once('close', () => this.#viewers.delete(viewer));
  }

  publish(trains: readonly number[]): void {
    const text = `data: ${JSON.stringify({ at: Date.now(), trains })}\n\n`;
    for (const viewer of this.#viewers) viewer.write(text);
  }
}

/** One of three viewers has stopped reading; what it is sent waits in its response for ever. */
export const program: CorpusProgram = {
  about: 'events written to a client that does not read, without regard to backpressure',
  verdict: 'leak',
  culprit: { holder: 'LiveBoard.#viewers', allocation: ['publish'] },
  async start(host) {
    const board = new LiveBoard();
    host.keep(board);
    const { port } = await serveLoopback(host, (_incoming, outgoing) => board.show(outgoing));
    for (const isReading of [true, true, false]) {
      const request = get({ host: '127.0.0.1', port, agent: false }, (response) => {
        if (isReading) response.resume();
        else response.once('readable', () => undefined);
      });
      request.on('error', () => undefined);
    }
    host.every(10, () => board.publish(Array.from({ length: 400 }, Math.random)));
  },
};
