import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppError } from '../errors/define-error.ts';

/** Sends what Nest itself has to say to the log; its start-up chatter is kept at debug. */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger.child({ from: 'nest' });
  }

  log(message: unknown): void {
    this.#logger.debug(String(message));
  }

  warn(message: unknown): void {
    this.#logger.warn(String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    // A refusal on the way up says all in one sentence, which the process prints.
    if (message instanceof AppError) return;
    const err = message instanceof Error ? message : undefined;
    this.#logger.error({ err, more: rest.map(String) }, String(message));
  }
}
