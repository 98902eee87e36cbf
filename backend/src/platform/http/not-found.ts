import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { answerProblem } from './answer-problem.ts';
import { httpErrors } from './http.errors.ts';
import { isLoopback } from './pass/credential.ts';
import type { RequestBooks } from './pass/request-books.ts';
import type { RouteTable } from './routes/route-table.ts';
import type { TrafficGuard } from './traffic/traffic-guard.ts';

/** What the answer to an unknown address is made with. */
export interface NotFoundParts {
  readonly table: RouteTable;
  readonly traffic: TrafficGuard;
  readonly reporter: ErrorReporter;
}

/**
 * Answers what no route answers: 405 with `Allow` where another method would do, else 404; and 429 or
 * 403 to an address that asks for such too often or is blocked.
 */
export function notFoundHandler(books: RequestBooks, { table, traffic, reporter }: NotFoundParts) {
  const gate = traffic.gateOf('unknown');
  return (request: FastifyRequest, reply: FastifyReply): void => {
    // A route that gave up (`callNotFound`) has opened the books and passed its own gate already.
    if (request.route === null) {
      books.open(request, reply);
      const standing = gate?.arrive(request.ip, isLoopback(request.raw), reply);
      const refused = standing === 'suspect' ? gate?.refuseBlocked() : standing;
      if (refused instanceof Error) return void answerProblem(reporter, refused, request, reply);
    }
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
