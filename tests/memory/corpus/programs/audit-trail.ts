import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class AuditTrail {
  #text = '';

  note(line: string): void {
    this.#text += `${new Date().toISOString()} ${line}\n`;
  }

  get isEmpty(): boolean {
    return this.#text.length === 0;
  }
}

/** The trail is one text that only becomes longer. */
export const program: CorpusProgram = {
  about: 'log kept as one growing string',
  verdict: 'leak',
  culprit: { holder: 'AuditTrail.#text', allocation: ['note', 'textOf'] },
  async start(host) {
    const trail = new AuditTrail();
    host.keep(trail);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      trail.note(`${incoming.method} ${incoming.url} ${textOf(6_000)}`);
      outgoing.end(String(trail.isEmpty));
    });
    host.every(18, async () => void (await ask('/audited')));
  },
};
