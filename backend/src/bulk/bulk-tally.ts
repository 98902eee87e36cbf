import type { BulkEnd, BulkStatus } from '@lexiflow/contracts';
import type { AppError } from '../platform/errors/define-error.ts';
import { errorLine } from './row-refusal.ts';

/** Counts what one call did, in constant memory. */
export class BulkTally {
  readonly #counts: Record<BulkStatus, number> = {
    created: 0,
    updated: 0,
    unchanged: 0,
    archived: 0,
    rejected: 0,
  };
  #rows = 0;

  add(status: BulkStatus): void {
    this.#rows++;
    this.#counts[status]++;
  }

  /** The last line of the answer. */
  end(error?: AppError): BulkEnd {
    const sums = { rows: this.#rows, ...this.#counts };
    return error === undefined
      ? { end: 'complete', ...sums }
      : { end: 'stopped', ...sums, error: errorLine(error) };
  }
}
