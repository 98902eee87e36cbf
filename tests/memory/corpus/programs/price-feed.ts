import { EventEmitter } from 'node:events';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class PriceFeed extends EventEmitter<{ tick: [number] }> {
  #price = 100;

  move(): void {
    this.#price += Math.random() - 0.5;
    this.emit('tick', this.#price);
  }
}

/** Each request follows the price while it is open, and goes on following it after that. */
export const program: CorpusProgram = {
  about: 'listener of an emitter added for every request and never taken off',
  verdict: 'leak',
  culprit: { holder: 'PriceFeed tick' },
  async start(host) {
    const feed = new PriceFeed().setMaxListeners(0);
    host.keep(feed);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const seen: number[] = [];
      const terms = textOf(7_000);
      feed.on('tick', (price) => {
        if (seen.length < 3) seen.push(price);
        if (seen.length === 3 && !outgoing.writableEnded) outgoing.end(`${seen.at(-1)} ${terms}`);
      });
    });
    host.every(20, async () => void (await ask('/price')));
    host.every(25, () => feed.move());
  },
};
