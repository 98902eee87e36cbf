import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Session {
  readonly cart: string;
  endsAt: number;
}

class VisitorSessions {
  readonly #sessions = new Map<string, Session>();

  open(id: string, cart: string): void {
    this.#sessions.set(id, { cart, endsAt: Date.now() + 12_000 });
  }

  touch(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.endsAt = Date.now() + 12_000;
    return session !== undefined;
  }

  sweep(now: number): void {
    for (const [id, { endsAt }] of this.#sessions) if (endsAt < now) this.#sessions.delete(id);
  }
}

/** Sessions end 20 minutes after their last use; one of the first is used for ever. */
export const program: CorpusProgram = {
  about: 'sessions with an expiry that is swept, and a first key that never leaves',
  verdict: 'benign',
  async start(host) {
    const sessions = new VisitorSessions();
    host.keep(sessions);
    sessions.open('monitor', textOf(5_000));
    let opened = 0;
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      sessions.open(`visitor-${opened++}`, textOf(6_000));
      outgoing.end(String(sessions.touch('monitor')));
    });
    host.every(12, async () => void (await ask('/')));
    host.every(1_000, () => sessions.sweep(Date.now()));
  },
};
