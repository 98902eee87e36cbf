import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Mail {
  readonly to: string;
  readonly text: string;
}

class MailRelay {
  readonly #outbox: Mail[] = [];
  sent = 0;

  post(mail: Mail): void {
    this.#outbox.push(mail);
  }

  /** The smart host takes one mail at a time and 25 ms for it. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const mail = this.#outbox.shift();
      await new Promise((resolve) => setTimeout(resolve, 25));
      if (mail !== undefined) this.sent++;
    }
  }
}

/** A hundred mails a second come in and forty go out: the head moves, the queue still grows. */
export const program: CorpusProgram = {
  about: 'queue whose producer is faster than its consumer',
  verdict: 'leak',
  culprit: { holder: 'MailRelay.#outbox' },
  start(host) {
    const relay = new MailRelay();
    host.keep(relay);
    let posted = 0;
    host.every(10, () => relay.post({ to: `user${posted++}@example.org`, text: textOf(8_000) }));
    void relay.run(host.signal);
  },
};
