import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Order {
  readonly id: number;
  readonly attempt: number;
  readonly goods: string;
}

class Dispatcher {
  readonly #inFlight = new Map<string, Order>();

  begin(order: Order): void {
    this.#inFlight.set(`${order.id}:${order.attempt}`, order);
  }

  end(order: Order): void {
    this.#inFlight.delete(String(order.id));
  }

  get busy(): number {
    return this.#inFlight.size;
  }
}

/** An order goes in under its number and attempt, and is taken out under its number alone. */
export const program: CorpusProgram = {
  about: 'delete with another key than the one that was set',
  verdict: 'leak',
  culprit: { holder: 'Dispatcher.#inFlight' },
  async start(host) {
    const dispatcher = new Dispatcher();
    host.keep(dispatcher);
    let orders = 0;
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const order = { id: orders++, attempt: 1, goods: textOf(8_000) };
      dispatcher.begin(order);
      setTimeout(() => {
        dispatcher.end(order);
        outgoing.end(`${order.id} of ${dispatcher.busy}`);
      }, 30);
    });
    host.every(20, async () => void (await ask('/orders')));
  },
};
