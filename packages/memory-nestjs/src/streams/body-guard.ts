import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '@lexiflow/memory';
import { memoryNestErrors } from '../memory-nestjs.errors.ts';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';

/** Answers 413 with the numbers. */
export function answerTooLarge(response: ServerResponse, limitBytes: number, detail: string): void {
  const { code } = memoryNestErrors.bodyTooLarge();
  const body = JSON.stringify({ code, status: 413, detail, limitBytes });
  response.writeHead(413, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/**
 * Counts the bytes of a body as they arrive, whoever reads them. Beyond the limit nothing more is
 * passed on: the client is answered 413, and the reader ends with `MEM_BODY_TOO_LARGE`, never with a
 * body that looks complete. Needed where the client declares no length; else Node holds it to it.
 */
export function guardBody(
  request: IncomingMessage,
  response: ServerResponse,
  limitBytes: number,
): void {
  const push = request.push.bind(request);
  let received = 0;
  let drop: ((piece: Buffer | null) => void) | null = null;
  request.push = (piece: Buffer | null, encoding?: BufferEncoding): boolean => {
    received += piece?.length ?? 0;
    if (drop === null && received <= limitBytes) return push(piece, encoding);
    drop ??= refuseRest(request, response, limitBytes);
    drop(piece);
    return true;
  };
}

/** Ends the exchange; the answered function takes what still arrives, and null at the end. */
function refuseRest(
  request: IncomingMessage,
  response: ServerResponse,
  limitBytes: number,
): (piece: Buffer | null) => void {
  const { socket } = request;
  const detail = `A body may have ${limitBytes} bytes; this one has more.`;
  const { lingerMs, lingerBytes } = memoryNestLimits;
  const hangUp = () => void socket.destroy();
  const cancel = systemClock.after(lingerMs.value, hangUp);
  // The reader ends now, the connection only when the client had time to read the answer.
  request._destroy = (error, done) => done(error);
  request.on('error', () => undefined).destroy(memoryNestErrors.bodyTooLarge(detail));
  if (response.headersSent) hangUp();
  else answerTooLarge(response, limitBytes, detail);
  let dropped = 0;
  return (piece) => {
    dropped += piece?.length ?? 0;
    if (dropped > lingerBytes.value) hangUp();
    if (piece === null || dropped > lingerBytes.value) cancel();
  };
}
