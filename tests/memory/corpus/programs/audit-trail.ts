import type { IncomingMessage } from 'node:http';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class AuditTrail {
  #text = '';

  note({ method, url, headers }: IncomingMessage): void {
    this.#text += `${JSON.stringify({ at: Date.now(), method, url, headers })}\n`;
  }

  get isEmpty(): boolean {
    return this.#text.length === 0;
  }
}

/** The trail is one text that only becomes longer. */
export const program: CorpusProgram = {
  about: 'log kept as one growing string',
  verdict: 'leak',
  culprit: { holder: 'AuditTrail.#text', allocation: ['note'] },
  async start(host) {
    const trail = new AuditTrail();
    host.keep(trail);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      trail.note(incoming);
      outgoing.end(String(trail.isEmpty));
    });
    host.every(
      18,
      async () => void (await ask('/audited', { headers: { cookie: textOf(6_000).trim() } })),
    );
  },
};
