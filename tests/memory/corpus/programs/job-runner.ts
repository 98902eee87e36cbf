import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

interface Job {
  readonly number: number;
  readonly payload: string;
}

class JobRunner {
  readonly #jobs: Job[] = [];
  #head = 0;
  done = 0;

  submit(job: Job): void {
    this.#jobs.push(job);
  }

  runNext(): void {
    const job = this.#jobs[this.#head];
    if (job === undefined) return;
    this.#head++;
    this.done += job.payload.length > 0 ? 1 : 0;
  }

  get waiting(): number {
    return this.#jobs.length - this.#head;
  }
}

/** The index moves over the jobs; what lies before it is never let go. */
export const program: CorpusProgram = {
  about: 'array used as a queue by an index, with the finished part kept',
  verdict: 'leak',
  culprit: { holder: 'JobRunner.#jobs' },
  start(host) {
    const runner = new JobRunner();
    host.keep(runner);
    let submitted = 0;
    host.every(10, () => {
      const job = { number: submitted++, payload: textOf(5_000) };
      host.watch('job', job);
      runner.submit(job);
    });
    host.every(5, () => runner.runNext());
  },
};
