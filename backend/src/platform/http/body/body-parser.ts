import type { FastifyInstance, FastifyRequest } from 'fastify';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';
import { isJson, mediaTypeOf } from './content-type.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Replaces Fastify's parsers by ours for every content type: JSON within the route's limit and
 * charged to the request's account and never above `mostHeldBytes`, the raw stream for types the route streams, 415 for the rest.
 */
export function addBodyParsers(instance: FastifyInstance, mostHeldBytes: number): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', (request, payload, done) => {
    try {
      parse(request, payload as FastifyRequest['raw'], mostHeldBytes, done);
    } catch (error) {
      done(error as Error);
    }
  });
}

function parse(
  request: FastifyRequest,
  payload: FastifyRequest['raw'],
  mostHeldBytes: number,
  done: Done,
): void {
  const { route } = request;
  // No route, no body: the answer is 404 whatever it says.
  if (route === null) return done(null);
  const { headers } = request;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw httpErrors.unsupportedMedia(`Content-Encoding ${encoding.slice(0, 40)} is not read`);
  }
  const { type, charset } = mediaTypeOf(headers['content-type'] ?? '');
  if (route.isStreamed(type)) {
    endWhenSilent(payload);
    return done(null, payload);
  }
  const isEmpty = headers['content-length'] === '0';
  if (!isEmpty && !isJson(type)) {
    throw httpErrors.unsupportedMedia(
      type === '' ? 'The body has no Content-Type' : `${type.slice(0, 80)} is not read here`,
    );
  }
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw httpErrors.unsupportedMedia(`charset ${charset.slice(0, 40)} is not read`);
  }
  readJson(request, payload, Math.min(route.bodyLimitBytes, mostHeldBytes), done);
}

/** Ends a streamed body after a silence; the connection's own timeout is back when the body is read. */
function endWhenSilent(payload: FastifyRequest['raw']): void {
  const { socket } = payload;
  const before = socket.timeout ?? 0;
  const hangUp = () => payload.destroy();
  socket.setTimeout(httpLimits.streamIdleMs, hangUp);
  // A connection carries many requests: a listener left behind would end a later one.
  payload.once('close', () => socket.setTimeout(before).off('timeout', hangUp));
}

function readJson(
  request: FastifyRequest,
  payload: FastifyRequest['raw'],
  limitBytes: number,
  done: Done,
): void {
  readBody(payload, { limitBytes, account: request.account }, (error, body) => {
    if (error !== null || body === undefined) return done(error);
    try {
      done(null, parseJson(body));
    } catch (failure) {
      done(failure as Error);
    }
  });
}
