import type { IncomingMessage } from 'node:http';
import type { Account } from '@lexiflow/memory';
import { refusedByGovernor } from '../../errors/memory.errors.ts';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';

type Done = (error: Error | null, body?: Buffer) => void;

/** What a body may hold, and how long it may take. */
export interface BodyBounds {
  readonly limitBytes: number;
  /** Charged with each piece; null charges nobody. */
  readonly account: Account | null;
  /** Default `httpLimits.bodyMs`. */
  readonly deadlineMs?: number;
}

/**
 * Collects a whole body of at most `limitBytes`, charging each piece to `account` before it is
 * kept; a piece that does not fit waits for memory. Calls `done` once: with the bytes, or with
 * HTTP_BODY_TOO_LARGE before the rest is read, HTTP_TIMEOUT after the deadline, the
 * governor's refusal, or HTTP_MALFORMED_REQUEST when the client went away. Nothing stays then.
 */
export function readBody(
  request: IncomingMessage,
  { limitBytes, account, deadlineMs = httpLimits.bodyMs }: BodyBounds,
  done: Done,
): void {
  const declared = request.headers['content-length'];
  if (declared !== undefined && Number(declared) > limitBytes) {
    done(bodyTooLarge(limitBytes, Number(declared)));
    return;
  }
  const pieces: Buffer[] = [];
  let received = 0;
  let isOver = false;
  const timer = setTimeout(
    () => finish(httpErrors.timeout(`${received} bytes of the body in ${deadlineMs} ms`)),
    deadlineMs,
  );
  const finish = (error: Error | null) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort);
    if (error === null) {
      done(null, pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, received));
      return;
    }
    pieces.length = 0;
    request.pause();
    // An error event without a listener would end the process; this request is answered already.
    request.on('error', () => undefined);
    done(error);
  };
  const onData = (piece: Buffer) => {
    received += piece.length;
    if (received > limitBytes) {
      finish(bodyTooLarge(limitBytes));
      return;
    }
    pieces.push(piece);
    if (account !== null && !account.grow(piece.length)) void waitForMemory(account, piece.length);
  };
  const waitForMemory = async (holder: Account, bytes: number) => {
    request.pause();
    const outcome = await holder.reserve(bytes, { deadlineMs: httpLimits.bodyWaitMs });
    if (!outcome.ok) finish(refusedByGovernor(outcome.refusal));
    else if (!isOver) request.resume();
  };
  const onEnd = () => finish(null);
  const onAbort = () =>
    finish(httpErrors.malformedRequest(`The connection ended after ${received} bytes of the body`));
  request.on('data', onData).on('end', onEnd).on('error', onAbort).on('close', onAbort);
}

/** The refusal of a body above its limit. */
export function bodyTooLarge(limitBytes: number, declaredBytes?: number): Error {
  const declared = declaredBytes === undefined ? '' : `, the request declares ${declaredBytes}`;
  return httpErrors.tooLarge({
    detail: `This route takes bodies up to ${limitBytes} bytes${declared}`,
    extra: { limitBytes },
  });
}
