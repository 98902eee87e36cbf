import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import { PROBLEM_TYPE, problemOf } from '../errors/problem.ts';
import { toAppError } from '../errors/to-app-error.ts';
import { httpErrors } from './http.errors.ts';
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
  const error = isCutOff(thrown, request)
    ? httpErrors.clientLeft({ cause: thrown })
    : toAppError(thrown);
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

const cutOff = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE']);

/** The body broke off because the connection ended: nobody here has to act. */
function isCutOff(thrown: unknown, { raw }: FastifyRequest): boolean {
  const { code } = (thrown ?? {}) as { code?: unknown };
  if (typeof code !== 'string' || !cutOff.has(code)) return false;
  // A body that arrived whole may still wait here to be read when its connection ends.
  const isUnread = raw.socket.destroyed && raw.errored === thrown;
  return raw.destroyed && (!raw.complete || isUnread);
}
