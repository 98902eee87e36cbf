import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Visit {
  readonly path: string;
  readonly at: number;
  readonly headers: string[];
}

function openJournal() {
  const visits: Visit[] = [];
  let total = 0;
  return {
    record(path: string, headers: string[]): void {
      visits.push({ path, at: Date.now(), headers });
      total++;
    },
    latest(count: number): { total: number; paths: string[] } {
      return { total, paths: visits.slice(-count).map(({ path }) => path) };
    },
  };
}

/** The page shows the last ten visits; the array behind it knows them all. */
export const program: CorpusProgram = {
  about: 'array in a closure that only its tail is read of',
  verdict: 'leak',
  culprit: { holder: 'VisitJournal visits' },
  async start(host) {
    const journal = openJournal();
    host.keep(journal, 'VisitJournal');
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      journal.record(incoming.url ?? '/', incoming.rawHeaders);
      outgoing.end(JSON.stringify(journal.latest(10)));
    });
    host.every(12, async () => {
      const path = `/page/${Math.trunc(Math.random() * 40)}`;
      await ask(path, { headers: { cookie: textOf(5_000).trim() } });
    });
  },
};
