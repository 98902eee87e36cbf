import { BoundedQueue } from '@lexiflow/memory';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Page {
  readonly number: number;
  readonly text: string;
}

class RenderQueue {
  readonly #pages = new BoundedQueue<Page>({ maxEntries: 400 });
  refused = 0;
  rendered = 0;

  offer(page: Page): void {
    if (!this.#pages.offer(page)) this.refused++;
  }

  renderNext(): void {
    if (this.#pages.poll() !== undefined) this.rendered++;
  }
}

/** More pages come than can be rendered: the queue reaches its bound and refuses from there. */
export const program: CorpusProgram = {
  about: 'bounded queue that fills up and stays at its bound under overload',
  verdict: 'benign',
  start(host) {
    const queue = new RenderQueue();
    host.keep(queue);
    let number = 0;
    host.every(8, () => {
      const page = { number: number++, text: textOf(12_000) };
      host.watch('job', page);
      queue.offer(page);
    });
    host.every(30, () => queue.renderNext());
  },
};
