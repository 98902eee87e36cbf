import type { Socket } from 'node:net';
import type { ErrorMaker } from '../errors/define-error.ts';
import { PROBLEM_TYPE, problemOf } from '../errors/problem.ts';
import { httpErrors } from './http.errors.ts';

/** What Node's HTTP parser refuses, by its codes; anything else is malformed. */
const makers: Readonly<Record<string, ErrorMaker>> = {
  HPE_HEADER_OVERFLOW: httpErrors.headersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: httpErrors.timeout,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: httpErrors.tooLarge,
};

/**
 * Answers a connection whose bytes are not a request: a small problem document, then the end.
 * There is no request object yet, so the answer is written by hand.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const make = makers[error.code ?? ''] ?? httpErrors.malformedRequest;
  const { status, body } = problemOf(make(), 'none');
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${body.title}\r\nconnection: close\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    // The peer may never close its side; half-open sockets are not kept.
    () => socket.destroy(),
  );
}
