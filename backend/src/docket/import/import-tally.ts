import type { ImportCounts, ImportRejection, ImportResult } from '@lexiflow/contracts';
import type { ReadingCounts } from '../../cases/case-reading.ts';
import { docketLimits } from '../docket.limits.ts';

/** What became of one docket. */
export interface DocketOutcome {
  readonly case: 'created' | 'updated' | 'unchanged';
  readonly parties: ReadingCounts;
  readonly entries: ReadingCounts;
}

const kinds = ['created', 'updated', 'unchanged'] as const;

/** Adds up what an import did, in constant memory: the first `rejections` are listed, all counted. */
export class ImportTally {
  readonly #sums: Record<(typeof kinds)[number], ImportCounts> = {
    created: { cases: 0, parties: 0, entries: 0 },
    updated: { cases: 0, parties: 0, entries: 0 },
    unchanged: { cases: 0, parties: 0, entries: 0 },
  };
  readonly #rejected: ImportRejection[] = [];
  #rejectedCount = 0;

  add(outcome: DocketOutcome): void {
    this.#sums[outcome.case].cases++;
    for (const kind of kinds) {
      this.#sums[kind].parties += outcome.parties[kind];
      this.#sums[kind].entries += outcome.entries[kind];
    }
  }

  reject(rejection: ImportRejection): void {
    this.#rejectedCount++;
    if (this.#rejected.length < docketLimits.rejections) this.#rejected.push(rejection);
  }

  result(): ImportResult {
    return { ...this.#sums, rejected: this.#rejected, rejectedCount: this.#rejectedCount };
  }
}
