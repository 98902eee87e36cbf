import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Reminder {
  readonly dueAt: number;
  readonly letter: string;
}

class ReminderQueue {
  readonly #reminders: Reminder[] = [];

  add(reminder: Reminder): void {
    const later = this.#reminders.findIndex(({ dueAt }) => dueAt > reminder.dueAt);
    if (later < 0) this.#reminders.push(reminder);
    else this.#reminders.splice(later, 0, reminder);
  }

  takeDue(now: number): Reminder[] {
    const later = this.#reminders.findIndex(({ dueAt }) => dueAt > now);
    return this.#reminders.splice(0, later < 0 ? this.#reminders.length : later);
  }
}

/** Reminders are due after some minutes: the queue fills until as many go as come. */
export const program: CorpusProgram = {
  about: 'delayed work in an ordered array that reaches its steady length late',
  verdict: 'benign',
  async start(host) {
    const queue = new ReminderQueue();
    host.keep(queue);
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const dueAt = performance.now() + 2_500 + Math.random() * 3_000;
      queue.add({ dueAt, letter: textOf(14_000) });
      outgoing.end('later');
    });
    host.every(12, async () => void (await ask('/remind')));
    host.every(50, () => void queue.takeDue(performance.now()));
  },
};
