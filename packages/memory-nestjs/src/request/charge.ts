import type { ReserveOptions } from '@lexiflow/memory';
import { accountOf } from './request-account.ts';
import { RefusalException } from './refusal-exception.ts';

/**
 * Charges what a call is about to hold to its account, waiting for room at most `deadlineMs`
 * (default: the pool's own bound). Throws `RefusalException`: 503 with the numbers and, through the
 * interceptor, `Retry-After`. The bytes are given back when the call ends. Does nothing for a
 * request without an account.
 */
export async function charge(
  request: object,
  bytes: number,
  options?: ReserveOptions,
): Promise<void> {
  const account = accountOf(request);
  if (account === undefined || account.grow(bytes)) return;
  const outcome = await account.reserve(bytes, options);
  if (!outcome.ok) throw new RefusalException(outcome.refusal);
}
