import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class UploadFailed extends Error {
  readonly part: string;
  readonly attempt: number;

  constructor(part: string, attempt: number, cause: unknown) {
    super(`part ${part.slice(0, 8)} failed in attempt ${attempt}`, { cause });
    this.part = part;
    this.attempt = attempt;
  }
}

class Uploader {
  readonly #failures: UploadFailed[] = [];

  async upload(part: string): Promise<void> {
    try {
      await this.#send(part);
    } catch (error) {
      this.#failures.push(new UploadFailed(part, 1, error));
    }
  }

  get failureRate(): number {
    return this.#failures.length;
  }

  async #send(part: string): Promise<void> {
    await Promise.resolve();
    if (part.length > 0) throw new TypeError('connection reset');
  }
}

/** Errors are collected for a report that only ever counts them. */
export const program: CorpusProgram = {
  about: 'errors with their causes and payloads gathered in an array',
  verdict: 'leak',
  culprit: { holder: 'Uploader.#failures' },
  start(host) {
    const uploader = new Uploader();
    host.keep(uploader);
    host.every(18, () => uploader.upload(textOf(7_000)));
  },
};
