import type { MemoryError, Refusal, RefusalCode } from '@lexiflow/memory';
import { defineError } from './define-error.ts';
import type { AppError, ErrorMaker } from './define-error.ts';

const wait = 'Send the request again after the time in Retry-After.';
const refusal = (code: RefusalCode, message: string, hint: string, status = 503) =>
  defineError(code, { status, level: 'debug', message, hint, isStackless: true });

/**
 * What the governor refuses, by its own codes. Each is counted and stands in the access log; a line
 * of its own for each would cost more than the answer, when there is least to spare.
 */
const refusals: Readonly<Record<RefusalCode, ErrorMaker>> = {
  MEM_POOL_FULL: refusal('MEM_POOL_FULL', 'The memory set aside for this work is in use', wait),
  MEM_BUDGET_EXCEEDED: refusal('MEM_BUDGET_EXCEEDED', 'The memory budget is in use', wait),
  MEM_ACCOUNT_LIMIT: refusal(
    'MEM_ACCOUNT_LIMIT',
    'This needs more memory than one request may hold',
    'Ask for less at once: a smaller page, a smaller body, or the streaming route.',
  ),
  MEM_ACCOUNT_CLOSED: refusal('MEM_ACCOUNT_CLOSED', 'The request has ended already', wait),
  MEM_WAIT_DEADLINE: refusal('MEM_WAIT_DEADLINE', 'No memory became free in time', wait),
  MEM_WAIT_QUEUE_FULL: refusal('MEM_WAIT_QUEUE_FULL', 'Too many requests wait for memory', wait),
  MEM_PRESSURE: refusal('MEM_PRESSURE', 'The server sheds this kind of work to stay up', wait),
  MEM_USER_SHARE: refusal('MEM_USER_SHARE', 'You already hold your share of the memory', wait, 429),
  MEM_DRAINING: refusal(
    'MEM_DRAINING',
    'The server is stopping',
    'Try again in a few seconds; another process answers.',
  ),
};

/** The error of a refusal: 503 or 429 with the numbers, and when to come back. */
export function refusedByGovernor(refused: Refusal): AppError {
  const { account, pool, usedBytes, limitBytes, requestedBytes, level, retryHelps } = refused;
  return refusals[refused.code]({
    detail: refused.detail,
    ...(retryHelps ? { retryAfterSeconds: refused.retryAfterSeconds } : {}),
    extra: { account, pool, usedBytes, limitBytes, requestedBytes, level, retryHelps },
  });
}

/** What the memory library refuses to do, by its own codes. */
export const memoryFailures = {
  MEM_SNAPSHOT_NO_HEADROOM: defineError('MEM_SNAPSHOT_NO_HEADROOM', {
    status: 507,
    level: 'warn',
    message: 'A heap snapshot does not fit beside the heap',
    hint: 'Raise the budget, or read the account list and the timeline first.',
  }),
  MEM_SNAPSHOT_BUSY: defineError('MEM_SNAPSHOT_BUSY', {
    status: 409,
    level: 'info',
    message: 'A heap snapshot is being written already',
    hint: 'Wait until it has ended; only one runs at a time.',
  }),
  MEM_SNAPSHOT_FORMAT: defineError('MEM_SNAPSHOT_FORMAT', {
    status: 501,
    level: 'error',
    message: 'The heap snapshot is not in a format that can be redacted',
    hint: 'Report the version of Node. redact=false gives it whole, with client data.',
  }),
  MEM_COLLECT_TOO_SOON: defineError('MEM_COLLECT_TOO_SOON', {
    status: 429,
    level: 'info',
    message: 'A collection was asked for too soon after the last one',
    hint: 'Wait for the time that the detail names.',
  }),
  MEM_COLLECT_UNAVAILABLE: defineError('MEM_COLLECT_UNAVAILABLE', {
    status: 501,
    level: 'info',
    message: 'This process cannot collect on demand',
    hint: 'Start it with NODE_EXPOSE_GC=true and the launcher, or with node --expose-gc.',
  }),
};

const carriesRefusal = new Set(['FLOW_MEMORY_REFUSED', 'ISOLATION_MEMORY_REFUSED']);

/** The answer to an error that the memory library threw, or null when its code has none of its own. */
export function fromMemoryError(error: MemoryError): AppError | null {
  // Whoever waited for memory in vain carries the governor's refusal.
  if (carriesRefusal.has(error.code)) return refusedByGovernor(error.cause as Refusal);
  const make: ErrorMaker | undefined = (memoryFailures as Readonly<Record<string, ErrorMaker>>)[
    error.code
  ];
  return (
    make?.({ detail: error.detail === '' ? error.message : error.detail, cause: error }) ?? null
  );
}
