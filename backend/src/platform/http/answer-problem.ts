import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { PROBLEM_TYPE, problemOf } from '../errors/problem.ts';
import { toAppError } from '../errors/to-app-error.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * Ends a request with the problem document of whatever was thrown and reports it. When the answer
 * has begun already, the connection is cut: a client must not take half an answer for a whole one.
 */
export function answerProblem(
  reporter: ErrorReporter,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const error = toAppError(thrown);
  const route = request.route?.name ?? `${request.method} (no route)`;
  reporter.request(error, { requestId: request.id, method: request.method, route });
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return reply;
  }
  const { status, headers, body } = problemOf(error, request.id);
  return reply
    .code(status)
    .headers(securityHeaders)
    .headers({ ...headers, 'cache-control': 'no-store', 'x-request-id': request.id })
    .removeHeader('etag')
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(body));
}
