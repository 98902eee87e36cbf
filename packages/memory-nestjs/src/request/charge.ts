import type { ReserveOptions } from '@lexiflow/memory';
import { callOf } from './admitted-call.ts';
import { rawResponse } from './raw-exchange.ts';
import { RefusalException } from './refusal-exception.ts';
import { setRetryAfter } from './retry-after.ts';

/**
 * Charges what a call is about to hold to its account, waiting for room at most `deadlineMs`
 * (default: the pool's own bound). Throws `RefusalException`: 503 with the numbers and `Retry-After`.
 * The bytes are given back when the call ends. Does nothing for a request without an account,
 * and for one whose call has ended: its client left, or it was given up, and this work goes on by itself.
 */
export async function charge(
  request: object,
  bytes: number,
  options?: ReserveOptions,
): Promise<void> {
  const call = callOf(request);
  if (call === undefined || call.account.isClosed || call.account.grow(bytes)) return;
  const outcome = await call.account.reserve(bytes, options);
  if (outcome.ok || call.account.isClosed) return;
  // A handler may have begun its answer already.
  if (rawResponse(call.reply)?.headersSent !== true) setRetryAfter(call.reply, outcome.refusal);
  throw new RefusalException(outcome.refusal);
}
