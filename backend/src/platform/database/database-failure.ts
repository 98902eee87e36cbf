import { AppError } from '../errors/define-error.ts';
import { databaseErrors } from './database.errors.ts';
import { databaseLimits } from './database.limits.ts';
import { resultTooLargeState } from './embedded/backend-filter.ts';

const retryAfterSeconds = databaseLimits.retryAfterSeconds;

const lostCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '28000',
  '28P01',
  '3D000',
]);

const lostMessages =
  /^(Connection terminated|timeout expired|Client has encountered a connection error|Client was closed)/;

/** The SQLSTATE or system code of a failure, when it has one. */
export function failureCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** True when a transaction may succeed if it is simply run again (40001, 40P01). */
export function isRetryable(error: unknown): boolean {
  const code = failureCode(error);
  return code === '40001' || code === '40P01';
}

/** True when the connection is of no further use after this failure. */
export function isConnectionLost(error: unknown): boolean {
  const code = failureCode(error);
  if (code !== undefined && (lostCodes.has(code) || code.startsWith('08'))) return true;
  return error instanceof Error && lostMessages.test(error.message);
}

/**
 * The published error for a failure of the connection or of a bound; a failure of the statement
 * itself (a broken constraint, bad SQL) comes back as it is, for its repository to interpret.
 */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = failureCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (code === '57014' || detail === 'Query read timeout') {
    return databaseErrors.statementTimeout({ cause: error, retryAfterSeconds });
  }
  if (code === '25P03') return databaseErrors.heldTooLong({ detail, cause: error });
  if (code === resultTooLargeState) return databaseErrors.resultTooLarge({ detail, cause: error });
  if (code === '53100' || code === 'ENOSPC') return databaseErrors.diskFull({ cause: error });
  // The detail may name a host: it goes to the log as the cause, not to the caller.
  if (isConnectionLost(error))
    return databaseErrors.unavailable({ cause: error, retryAfterSeconds });
  return error;
}
