import type { BulkError } from '@lexiflow/contracts';
import { failureCode, isRetryable } from '../platform/database/database-failure.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { bulkErrors } from './bulk.errors.ts';
import { bulkLimits } from './bulk.limits.ts';

/** Why one row was refused, or null when the failure concerns every further row too. */
export function rowRefusal(error: unknown): AppError | null {
  if (error instanceof AppError) {
    const { status } = error.spec;
    return status < 500 && status !== 401 && status !== 429 ? error : null;
  }
  if (isRetryable(error)) return bulkErrors.rowBusy({ cause: error });
  const code = failureCode(error);
  // Class 22: a value that its column cannot hold.
  return code?.startsWith('22') ? bulkErrors.valueRefused(`SQLSTATE ${code}`) : null;
}

/** An error as a line of the answer shows it. */
export function errorLine({ code, spec, facts, message }: AppError): BulkError {
  const errors = facts.errors?.slice(0, bulkLimits.fieldEntries);
  return {
    code,
    detail: message.slice(0, bulkLimits.reasonLength),
    ...(spec.hint === undefined ? {} : { hint: spec.hint }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}
