import type { IncomingMessage } from 'node:http';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Line {
  readonly request: IncomingMessage;
  readonly status: number;
  readonly tookMs: number;
}

class AccessLog {
  #pending: Line[] = [];
  written = 0;

  add(line: Line): void {
    this.#pending.push(line);
    if (line.status >= 500) this.#flush();
  }

  #flush(): void {
    this.written += this.#pending.length;
    this.#pending = [];
  }
}

/** Lines wait for the next server error, and there is none; each line holds its request. */
export const program: CorpusProgram = {
  about: 'log buffer that is flushed on errors only, with whole requests in it',
  verdict: 'leak',
  culprit: { holder: 'AccessLog.#pending' },
  async start(host) {
    const log = new AccessLog();
    host.keep(log);
    const { ask } = await serveLoopback(host, (request, response) => {
      const startedAt = performance.now();
      response.once('finish', () => {
        log.add({ request, status: response.statusCode, tookMs: performance.now() - startedAt });
      });
      response.end(textOf(200));
    });
    host.every(
      14,
      async () => void (await ask('/', { headers: { accept: textOf(3_000).trim() } })),
    );
  },
};
