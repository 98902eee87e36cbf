import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Delivery {
  readonly url: string;
  readonly body: string;
  attempts: number;
}

class WebhookSender {
  readonly #retries = new Set<Delivery>();

  async deliver(delivery: Delivery): Promise<void> {
    delivery.attempts++;
    const isDown = delivery.url.includes('old.example');
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (isDown) this.#retries.add(delivery);
  }

  /** Takes the oldest deliveries out and tries them again. */
  async retry(count: number): Promise<void> {
    const batch = [...this.#retries].slice(0, count);
    for (const delivery of batch) this.#retries.delete(delivery);
    await Promise.all(batch.map((delivery) => this.deliver(delivery)));
  }
}

/** One receiver of four is gone for good: its deliveries rotate through the retries for ever. */
export const program: CorpusProgram = {
  about: 'retry list that never drains, with a head that always changes',
  verdict: 'leak',
  culprit: { holder: 'WebhookSender.#retries' },
  start(host) {
    const sender = new WebhookSender();
    host.keep(sender);
    let sent = 0;
    host.every(10, () => {
      const receiver = sent++ % 4 === 0 ? 'old.example' : 'new.example';
      return sender.deliver({ url: `https://${receiver}/hook`, body: textOf(15_000), attempts: 0 });
    });
    host.every(40, () => sender.retry(3));
  },
};
