import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';

interface Job {
  readonly rows: readonly string[];
  done: number;
}

class ProgressPage {
  #polls = 0;

  follow(job: Job, tell: (done: number) => void): void {
    setInterval(() => {
      this.#polls++;
      if (job.done < 100) tell(job.done);
    }, 400);
  }

  get polls(): number {
    return this.#polls;
  }
}

function startReport(): Job {
  const rows: string[] = [];
  for (let row = 0; row < 90; row++) rows.push(`${row};${Math.random()};${Math.random()}`);
  return { rows, done: 0 };
}

/** The page polls the job; the poll outlives page and job. */
export const program: CorpusProgram = {
  about: 'interval started for every request and never cleared',
  verdict: 'leak',
  culprit: {
    holder: ['Timeout', 'timers'],
    allocation: ['startReport', 'follow', 'openReport'],
  },
  async start(host) {
    const page = new ProgressPage();
    host.keep(page);
    const { ask } = await serveLoopback(host, function openReport(_incoming, outgoing) {
      const job = startReport();
      page.follow(job, (done) => outgoing.writable && outgoing.write(`${done} %\n`));
      setTimeout(() => {
        job.done = 100;
        outgoing.end(`${job.rows.length} rows`);
      }, 100);
    });
    host.every(25, async () => void (await ask('/report')));
  },
};
