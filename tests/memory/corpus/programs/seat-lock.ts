import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Waiter {
  readonly seat: string;
  readonly order: string;
  readonly grant: () => void;
}

class SeatLock {
  #isTaken = false;
  readonly #waiters: Waiter[] = [];

  async take(seat: string, order: string, patienceMs: number): Promise<boolean> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return true;
    }
    const granted = new Promise<boolean>((resolve) => {
      this.#waiters.push({ seat, order, grant: () => resolve(true) });
    });
    const tired = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs, false));
    return Promise.race([granted, tired]);
  }

  release(): void {
    const next = this.#waiters.pop();
    if (next === undefined) this.#isTaken = false;
    else next.grant();
  }
}

/** Who gives up waiting stays in the line; the lock serves the newest first. */
export const program: CorpusProgram = {
  about: 'waiters that gave up stay in the array of a lock, their promises never settle',
  verdict: 'leak',
  culprit: { holder: 'SeatLock.#waiters' },
  start(host) {
    const lock = new SeatLock();
    host.keep(lock);
    let orders = 0;
    host.every(15, async () => {
      const order = { id: orders++, wishes: textOf(6_500) };
      host.watch('job', order);
      const isMine = await lock.take(`row ${order.id % 30}`, order.wishes, 40);
      if (isMine) setTimeout(() => lock.release(), 60);
    });
  },
};
