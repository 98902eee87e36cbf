import { get } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class ReportArchive {
  readonly #open = new Set<Readable>();

  read(pages: number): Readable {
    const pagesOf = function* () {
      for (let page = 0; page < pages; page++) yield textOf(16_000);
    };
    const report = Readable.from(pagesOf());
    this.#open.add(report);
    report.once('close', () => this.#open.delete(report));
    return report;
  }
}

/** Slow readers: the report is produced only as fast as the client takes it. */
export const program: CorpusProgram = {
  about: 'streams that wait for slow readers, several at a time',
  verdict: 'benign',
  async start(host) {
    const archive = new ReportArchive();
    host.keep(archive);
    const { port } = await serveLoopback(host, (_incoming, outgoing) => {
      void pipeline(archive.read(60), outgoing).catch(() => outgoing.destroy());
    });
    host.every(150, () => {
      const outgoing = get({ host: '127.0.0.1', port, agent: false }, (response) => {
        response.on('data', () => {
          response.pause();
          setTimeout(() => response.resume(), 30);
        });
      });
      outgoing.on('error', () => undefined);
    });
  },
};
