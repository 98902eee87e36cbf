import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { answerProblem } from './answer-problem.ts';

/** The one exception filter: what a controller throws ends as a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #reporter: ErrorReporter;

  constructor(reporter: ErrorReporter) {
    this.#reporter = reporter;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    void answerProblem(this.#reporter, thrown, request, http.getResponse<FastifyReply>());
  }
}
