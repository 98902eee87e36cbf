import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { answerProblem } from './answer-problem.ts';
import { httpErrors } from './http.errors.ts';
import type { RequestBooks } from './pass/request-books.ts';
import type { RouteTable } from './routes/route-table.ts';

/** Answers what no route answers: 405 with `Allow` where another method would do, else 404. */
export function notFoundHandler(table: RouteTable, books: RequestBooks, reporter: ErrorReporter) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    // A route that gave up (`callNotFound`) has opened the books already.
    if (request.route === null) books.open(request, reply);
    const [address = ''] = (request.raw.url ?? '').split('?', 1);
    const methods = table.methodsAt(address);
    const error =
      methods.length === 0 || methods.includes(request.method)
        ? httpErrors.notFound(`${request.method} ${address.slice(0, 200)}`)
        : httpErrors.methodNotAllowed({
            detail: `${request.method} is not one of ${methods.join(', ')}`,
            headers: { allow: methods.join(', ') },
          });
    void answerProblem(reporter, error, request, reply);
  };
}
