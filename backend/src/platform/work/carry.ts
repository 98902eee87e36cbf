import type { Account } from '@lexiflow/memory';
import type { AppError } from '../errors/define-error.ts';
import { refusedByGovernor } from '../errors/memory.errors.ts';
import { workLimits } from './work.limits.ts';

/** What happens where there is no room. */
export interface CarryTerms {
  /** False for what is never refused: it goes on, and its bytes remain unexplained. */
  readonly isRefusable: boolean;
  /** How long room is waited for. */
  readonly waitMs: number;
}

/**
 * Charges a request with bytes that it holds from now until it ends. Answers undefined when they fit or may
 * not be refused; else a promise of what to refuse the request with, if no room comes in time. O(1).
 */
export function carry(
  account: Account,
  bytes: number,
  { isRefusable, waitMs }: CarryTerms,
): Promise<AppError | undefined> | undefined {
  // A request that has ended carries nothing: its client left, or this work goes on by itself.
  if (account.isClosed || account.grow(bytes)) return undefined;
  if (!isRefusable || bytes <= workLimits.unrefusedBytes) return undefined;
  return reserve(account, bytes, waitMs);
}

async function reserve(
  account: Account,
  bytes: number,
  deadlineMs: number,
): Promise<AppError | undefined> {
  const outcome = await account.reserve(bytes, { deadlineMs });
  return outcome.ok || account.isClosed ? undefined : refusedByGovernor(outcome.refusal);
}
