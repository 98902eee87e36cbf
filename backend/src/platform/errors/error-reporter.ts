import type { Logger } from 'pino';
import type { AppError } from './define-error.ts';

/** Facts about the request an error belongs to. */
export interface ErrorPlace {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
}

/** The one place where failures end: it logs each at the level of its code, unknown ones whole. */
export class ErrorReporter {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** A request that was answered with an error. */
  request(error: AppError, place: ErrorPlace): void {
    const { level } = error.spec;
    if (!this.#logger.isLevelEnabled(level)) return;
    const cause = error.cause === undefined ? {} : { err: error.cause };
    const facts = { ...place, code: error.code, detail: error.message, ...cause };
    this.#logger[level](facts, 'Request refused');
  }

  /** Work that was ended on purpose, at the level of the reason's code. */
  ended(what: string, { spec, code, message }: AppError): void {
    this.#logger[spec.level]({ what, code, detail: message }, 'Work ended early');
  }

  /** Work nobody waits for: a timer, a stream after its headers, a listener. */
  background(what: string, error: unknown): void {
    this.#logger.error({ err: error, what }, 'Background work failed');
  }
}
