import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ExportService {
  readonly #shutdown = new AbortController();
  #cancelled = 0;

  run(rows: string[]): string {
    this.#shutdown.signal.addEventListener('abort', () => {
      this.#cancelled += rows.length;
    });
    return rows.map((row) => `"${row.trim()}"`).join('\r\n');
  }

  close(): number {
    this.#shutdown.abort();
    return this.#cancelled;
  }
}

/** Each export listens for the shutdown and never stops listening. */
export const program: CorpusProgram = {
  about: 'listeners on the AbortSignal that lives as long as the process',
  verdict: 'leak',
  culprit: { holder: ['ExportService.#shutdown', 'ExportService abort'] },
  async start(host) {
    const service = new ExportService();
    host.keep(service);
    process.removeAllListeners('warning');
    const { ask } = await serveLoopback(host, (_incoming, outgoing) => {
      const rows = Array.from({ length: 9 }, () => textOf(1_000));
      outgoing.end(service.run(rows));
    });
    host.every(22, async () => void (await ask('/export.csv')));
    host.signal.addEventListener('abort', () => void service.close());
  },
};
