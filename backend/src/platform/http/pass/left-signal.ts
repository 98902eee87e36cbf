import type { FastifyReply, FastifyRequest } from 'fastify';
import { httpErrors } from '../http.errors.ts';

/** Aborts with HTTP_CLIENT_LEFT when the connection ends before the body was read to its end. */
export function leftSignal({ raw }: FastifyRequest): AbortSignal {
  const left = new AbortController();
  const look = (): void => {
    if (!raw.readableEnded) left.abort(httpErrors.clientLeft());
  };
  if (raw.destroyed) look();
  else raw.once('close', look);
  return left.signal;
}

/** Aborts with HTTP_CLIENT_LEFT when the connection ends before the answer was sent whole. */
export function answerLeftSignal({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  const look = (): void => {
    if (!raw.writableFinished) left.abort(httpErrors.clientLeft());
  };
  if (raw.closed) look();
  else raw.once('close', look);
  return left.signal;
}
